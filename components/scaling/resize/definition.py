"""The definition of the machine that resizes an endpoint, or lets it sleep and wakes it.

Input: `{"action": "resize", "size": "ml.x"}`, `{"action": "step", "by": 1, "alarm": "<name>"}`, `{"action": "sleep"}`
or `{"action": "wake"}`. In this order, like the provider's guarded update:

1. Look: an update of the provider's, another execution, or an endpoint that moves are waited for; what a dead
   execution left is put back first.
2. Find the configuration of the size, among those that the live one belongs to.
3. Take the lock, a parameter, and look once more for an update of the provider's, which goes first.
   Keep targets with their tags in the lock, and each policy and scheduled action in a parameter below it.
4. Deregister: SageMaker refuses to change the machine of a registered variant.
5. Update with RetainAllVariantProperties and the rollout of the last update, wait, and compare what is live with what
   was asked for; or delete and wait.
6. Whatever happened: put back what is missing of the scaling, let go of the lock, and fail with the cause if any.
"""

from typing import Any

from components.scaling.resize import (
    capture,
    change,
    finish,
    forget,
    history,
    keep,
    look,
    mend,
    order,
    patience,
    place,
    restore,
    settle,
    sleep,
    wake,
)
from components.scaling.resize.plan import EXECUTION_SECONDS, ResizePlan
from components.scaling.resize.state import States

PARTS = (
    order.states,
    look.states,
    patience.states,
    place.states,
    capture.states,
    keep.states,
    settle.states,
    change.states,
    sleep.states,
    wake.states,
    mend.states,
    restore.states,
    finish.states,
    forget.states,
    history.states,
)


def definition(plan: ResizePlan) -> dict[str, Any]:
    """Return the machine in the Amazon States Language."""
    states: States = {}
    for part in PARTS:
        states |= part(plan)
    return {
        "Comment": f"Changes the size of endpoint {plan.endpoint}, and lets it sleep; its scaling comes back as it was",
        "StartAt": "Read the order",
        "TimeoutSeconds": EXECUTION_SECONDS,
        "States": {name: _spelled(state, plan.partition) for name, state in states.items()},
    }


def _spelled(state: dict[str, Any], partition: str) -> dict[str, Any]:
    """Return a state whose resource, and those inside it, are ARNs of the partition."""
    if "ItemProcessor" in state:
        processor = state["ItemProcessor"]
        inner = {name: _spelled(each, partition) for name, each in processor["States"].items()}
        return {**state, "ItemProcessor": {**processor, "States": inner}}
    if "Resource" in state:
        return {**state, "Resource": f"arn:{partition}:states:::{state['Resource']}"}
    return state
