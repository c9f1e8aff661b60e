"""What the state machine that resizes an endpoint keeps while it works, and while the endpoint sleeps.

The first parameter is the machine's lock. An execution that died, for one because the program dropped its machine,
leaves the lock and the scaling that it took away.
"""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.failure import error_code, is_denied
from modelhost.provider.sagemaker.parameter import store
from modelhost.provider.sagemaker.scaling import Scaling
from modelhost.provider.sagemaker.wait import settle
from modelhost.provider.sagemaker.waiting import CancelledError, intervals_seconds, patience

ROOT = "/modelhost/asleep-scaling/"
WORKING = "working"
RUNNING = frozenset({"RUNNING", "PENDING_REDRIVE"})


def await_machine(context: Context, endpoint: str) -> bool:
    """Wait, bounded, while the machine works; put back what one that died left. Tell whether there was one."""
    waited = False
    pace = patience(context)
    start = pace.now_seconds()
    for pause in intervals_seconds():
        lock = store.read(context.client("ssm"), ROOT + endpoint)
        if lock is None or lock.get("stage") != WORKING:
            return waited
        if pace.now_seconds() - start >= pace.bound_seconds or not _runs(context, str(lock.get("execution", ""))):
            _repair(context, endpoint)
            return True
        waited = True
        if pace.sleep(pause):
            raise CancelledError(f"stopped while a state machine works on endpoint {endpoint}; `pulumi up` goes on")
    raise AssertionError("the intervals never end")


def kept(context: Context, endpoint: str) -> Scaling:
    """The scaling that the machine took away."""
    ssm = context.client("ssm")
    lock = store.read(ssm, ROOT + endpoint) or {}
    return Scaling(
        targets=tuple({**each["target"], "Tags": each.get("tags") or {}} for each in lock.get("targets") or ()),
        policies=tuple(store.read_below(ssm, f"{ROOT}{endpoint}/policies")),
        scheduled_actions=tuple(store.read_below(ssm, f"{ROOT}{endpoint}/scheduled-actions")),
    )


def forget(context: Context, endpoint: str) -> None:
    """Delete the lock and everything beside it; the lock goes last, so that a half-done delete is repeated."""
    store.remove_tree(context.client("ssm"), ROOT + endpoint)


def _repair(context: Context, endpoint: str) -> None:
    """Put back what is missing on an endpoint that serves; an absent one sleeps, and keeps it for the morning."""
    live = settle(context, endpoint)
    if live is None or not live.serving:
        return
    context.log("warning", f"endpoint {endpoint}: a state machine died at work; putting its scaling back")
    taken, there = kept(context, endpoint), scaling.capture(context, endpoint, live.variants)
    scaling.restore(context, taken.without(there))
    forget(context, endpoint)


def _runs(context: Context, execution: str) -> bool:
    """Whether the execution is alive; without the permission to ask, the bound of the wait decides."""
    try:
        answer: Mapping[str, Any] = context.client("stepfunctions").describe_execution(executionArn=execution)
    except ClientError as error:
        if error_code(error) in {"ExecutionDoesNotExist", "InvalidArn", "ValidationException"}:
            return False
        if is_denied(error):
            return True
        raise
    return answer["status"] in RUNNING
