"""Provisioned concurrency of serverless variants that an autoscaler owns: never less after an update than before.

SageMaker documents that an update retains instances and weights, and says nothing of provisioned concurrency.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.scaling_request import Answer, variant_of
from modelhost.provider.sagemaker.wait import despite_motion, settle_existing

DIMENSION = "sagemaker:variant:DesiredProvisionedConcurrency"


def autoscaled(live: Live, targets: Iterable[Answer]) -> dict[str, int]:
    """The provisioned concurrency by variant, as far as a scalable target owns it."""
    owned = {variant_of(target) for target in targets if target["ScalableDimension"] == DIMENSION}
    return {v: each.provisioned for v, each in live.concurrency.items() if v in owned}


def provisioned(live: Live) -> dict[str, int]:
    """The provisioned concurrency of all serverless variants."""
    return {variant: each.provisioned for variant, each in live.concurrency.items()}


def fallen(before: Mapping[str, int], live: Live) -> dict[str, int]:
    """What to set so that no variant has less than before; the program's own ceiling holds."""
    floor = {v: min(n, live.concurrency[v].most) for v, n in before.items() if v in live.concurrency}
    return {v: n for v, n in floor.items() if live.concurrency[v].provisioned < n}


def within_ceilings(targets: Iterable[Answer], live: Live) -> tuple[Answer, ...]:
    """The targets with bounds that the program's ceilings allow: AWS refuses others, and the program lowered both."""
    return tuple(_within(target, live) for target in targets)


def _within(target: Answer, live: Live) -> Answer:
    found = live.concurrency.get(variant_of(target))
    if found is None or target["ScalableDimension"] != DIMENSION:
        return target
    return {**target, **{key: min(int(target[key]), found.most) for key in ("MinCapacity", "MaxCapacity")}}


def raise_fallen(context: Context, live: Live, before: Mapping[str, int]) -> Live:
    """Give back what an update took, and wait for it; the endpoint must be settled."""
    wanted = fallen(before, live)
    if not wanted:
        return live
    context.log("info", f"endpoint {live.name}: setting provisioned concurrency to {wanted}")
    change = context.client("sagemaker").update_endpoint_weights_and_capacities
    shares = [{"VariantName": v, "ServerlessUpdateConfig": {"ProvisionedConcurrency": n}} for v, n in wanted.items()]
    despite_motion(context, live.name, partial(change, EndpointName=live.name, DesiredWeightsAndCapacities=shares))
    after = settle_existing(context, live.name)
    if short := fallen(wanted, after):
        raise EndpointError(
            f"endpoint {live.name} did not take provisioned concurrency {short}: "
            f"{explain(live.name, after.failure_reason)}"
        )
    return after
