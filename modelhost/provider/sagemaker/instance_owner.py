"""Who decides how many instances a variant has: Pulumi, where the program gives a count, or a scalable target."""

from dataclasses import dataclass

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.count import set_counts
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.scaling_request import Answer, variant_of


@dataclass(frozen=True)
class Ownership:
    """What the program says about a variant's instances, before and now; None means that it is not Pulumi's."""

    variant: str
    before: int | None
    wanted: int | None


def wanted_count(before: int | None, wanted: int | None, live: int | None) -> int | None:
    """The count to set, None for none: taking over the count from an autoscaler raises it and never lowers."""
    if wanted is None or live is None or wanted == live:
        return None
    if before is None:
        return wanted if wanted > live else None
    return wanted if wanted != before or wanted > live else None


def foreign_owner(targets: tuple[Answer, ...], variant: str, count: int) -> Answer | None:
    """The scalable target that would undo this count, because its bounds exclude it."""
    for target in targets:
        if variant_of(target) == variant and not target["MinCapacity"] <= count <= target["MaxCapacity"]:
            return target
    return None


def count_found(applied: int, kept: int | None, live: int | None) -> int | None:
    """The count that a refresh finds: the one applied, as long as nobody touched the instances that it left live."""
    return applied if live is not None and live == kept and live >= applied else live


def own_count(context: Context, live: Live, says: Ownership) -> tuple[Live, int | None]:
    """Apply the count that the program asks for; return the endpoint and the count in force, None if not Pulumi's."""
    count = wanted_count(says.before, says.wanted, live.counts.get(says.variant))
    if count is None:
        _say_if_kept(context, live, says)
        return live, says.wanted
    targets = scaling.capture(context, live.name, [says.variant]).targets
    owner = foreign_owner(targets, says.variant, count)
    if owner is None:
        return set_counts(context, live, {says.variant: count}), says.wanted
    bounds = f"between {owner['MinCapacity']} and {owner['MaxCapacity']}"
    if says.before is not None:
        raise EndpointError(
            f"endpoint {live.name}: {count} instances are asked for, but a scalable target keeps them {bounds}; "
            f"deregister it, or let it own the count"
        )
    # The program lets go of the target only after this update, so for now the target's ceiling holds.
    ceiling = max(int(owner["MaxCapacity"]), live.counts[says.variant])
    context.log("warning", f"endpoint {live.name}: a scalable target still keeps it {bounds}; the next up sets {count}")
    if ceiling == live.counts[says.variant]:
        return live, ceiling
    return set_counts(context, live, {says.variant: ceiling}), ceiling


def _say_if_kept(context: Context, live: Live, says: Ownership) -> None:
    count = live.counts.get(says.variant)
    if says.wanted is not None and count is not None and count > says.wanted:
        context.log(
            "warning",
            f"endpoint {live.name}: {count} instances are live, the stack file says {says.wanted}: {count} are kept; "
            f"change count to lower them",
        )
