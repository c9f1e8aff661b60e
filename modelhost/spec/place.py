"""Which region an ARN belongs to."""

from modelhost.spec.base import Findings


def elsewhere(field: str, arn: str | None, region: str | None) -> Findings:
    """Yield that the ARN in *field* is of another region than *region*."""
    if arn is None or region is None:
        return
    theirs = arn.split(":")[3]
    if theirs != region:
        yield (field,), f"{arn!r} is in {theirs} but the stack is in {region}; name one of {region}"
