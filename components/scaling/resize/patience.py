"""Wait for a better moment, and give up in the end: whoever came at a bad one begins again with the alarm."""

from components.scaling.resize.order import one_more
from components.scaling.resize.plan import PATIENCE_SECONDS, ResizePlan
from components.scaling.resize.state import States, at_least, choose, equals, fail, succeed, wait, work_out


def states(plan: ResizePlan) -> States:
    """Return the states of waiting, and of having waited too long."""
    return {
        "Be patient": choose(
            [(at_least("$.order.tries", plan.patience_looks), "Out of patience")], "Wait for the others"
        ),
        "Wait for the others": wait(PATIENCE_SECONDS, "Count the tries"),
        "Count the tries": work_out(one_more("tries"), "Is there an alarm", "$.order"),
        "Out of patience": choose([(equals("$.order.action", "step"), "Busy for the ladder")], "Busy for the clock"),
        "Busy for the ladder": succeed("the endpoint was busy all the time"),
        "Busy for the clock": fail(
            "EndpointBusy",
            f"endpoint {plan.endpoint} was being updated for {plan.patience_looks} minutes; "
            f"when a killed up left its record, modelhost recover or pulumi up clears it",
        ),
    }
