"""How many instances an endpoint must have after an update: never fewer than before."""

from collections.abc import Mapping
from functools import partial

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.wait import despite_motion, settle_existing


def missing_counts(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Counts to set so that no variant has fewer instances than before; a lone renamed variant inherits."""
    renamed = len(before) == len(after) == 1 and not before.keys() & after.keys()
    floor = dict(zip(after, before.values(), strict=True)) if renamed else before
    return {variant: count for variant, count in floor.items() if variant in after and after[variant] < count}


def set_counts(context: Context, live: Live, counts: Mapping[str, int]) -> Live:
    """Ask for these instances and wait for them; the endpoint must be settled."""
    if not counts:
        return live
    context.log("info", f"endpoint {live.name}: setting instances to {dict(counts)}")
    wanted = [{"VariantName": variant, "DesiredInstanceCount": count} for variant, count in counts.items()]
    change = context.client("sagemaker").update_endpoint_weights_and_capacities
    despite_motion(context, live.name, partial(change, EndpointName=live.name, DesiredWeightsAndCapacities=wanted))
    after = settle_existing(context, live.name)
    short = {variant: count for variant, count in counts.items() if after.counts.get(variant) != count}
    if short:
        found = {variant: after.counts.get(variant) for variant in short}
        raise EndpointError(
            f"endpoint {live.name} has {found} instances instead of {short}: {explain(live.name, after.failure_reason)}"
        )
    return after
