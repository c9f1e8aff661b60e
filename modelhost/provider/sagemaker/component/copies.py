"""How many copies a component has, and who decides: Pulumi, where the program gives a count, or a scalable target."""

from functools import partial

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component import scaling
from modelhost.provider.sagemaker.component.failure import explain
from modelhost.provider.sagemaker.component.live import Live
from modelhost.provider.sagemaker.component.request import copies_request
from modelhost.provider.sagemaker.component.wait import despite_motion, settle_existing
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.instance_owner import Ownership, foreign_owner, wanted_count


def set_copies(context: Context, live: Live, count: int) -> Live:
    """Ask for this many copies and wait for them."""
    context.log("info", f"inference component {live.name}: setting copies from {live.desired_copies} to {count}")
    change = context.client("sagemaker").update_inference_component_runtime_config
    despite_motion(context, live.name, partial(change, **copies_request(live.name, count)))
    after = settle_existing(context, live.name)
    if after.desired_copies != count:
        raise EndpointError(
            f"inference component {live.name} has {after.desired_copies} copies instead of {count}: "
            f"{explain(live.name, after.failure_reason)}"
        )
    return after


def raise_fallen(context: Context, live: Live, before: int) -> Live:
    """Give back copies that an update took; an autoscaler that allows fewer by now keeps its own."""
    ceiling = scaling.ceiling(scaling.capture(context, live.name))
    floor = before if ceiling is None else min(before, ceiling)
    if live.desired_copies is None or live.desired_copies >= floor:
        return live
    return set_copies(context, live, floor)


def own_copies(context: Context, live: Live, says: Ownership) -> tuple[Live, int | None]:
    """Apply the count that the program asks for; return the component and the count in force, None if not Pulumi's."""
    count = wanted_count(says.before, says.wanted, live.desired_copies)
    if count is None:
        _say_if_kept(context, live, says)
        return live, says.wanted
    owner = foreign_owner(scaling.capture(context, live.name).targets, live.name, count)
    if owner is None:
        return set_copies(context, live, count), says.wanted
    bounds = f"between {owner['MinCapacity']} and {owner['MaxCapacity']}"
    if says.before is not None:
        raise EndpointError(
            f"inference component {live.name}: {count} copies are asked for, but a scalable target keeps them "
            f"{bounds}; deregister it, or let it own the count"
        )
    # The program lets go of the target only after this update, so for now the target's ceiling holds.
    allowed = max(int(owner["MaxCapacity"]), live.desired_copies or 0)
    context.log(
        "warning",
        f"inference component {live.name}: a scalable target still keeps it {bounds}; the next up sets {count}",
    )
    if allowed == live.desired_copies:
        return live, allowed
    return set_copies(context, live, allowed), allowed


def _say_if_kept(context: Context, live: Live, says: Ownership) -> None:
    count = live.desired_copies
    if says.wanted is not None and count is not None and count > says.wanted:
        context.log(
            "warning",
            f"inference component {live.name}: {count} copies are live, the stack file says {says.wanted}: {count} are "
            f"kept; change count to lower them",
        )
