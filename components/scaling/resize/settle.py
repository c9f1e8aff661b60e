"""Wait, bounded, until nothing about the endpoint moves, then go on where the waiting began: `$.settle.after` says it.

A question that failed is asked again; only "Could not find" says that the endpoint is gone.
"""

from components.scaling.resize.look import NOT_THERE
from components.scaling.resize.plan import POLLS, ResizePlan
from components.scaling.resize.state import States, at_least, choose, equals, note, one_of, task, wait, work_out

IN_TRANSITION = ["Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"]
SETTLED = {
    "withdrawn": "Change or sleep",
    "updated": "Is it what was asked for",
    "failed": "Put the scaling back",
    "created": "Is it in service",
    "counted": "Recall what was kept",
    "deleted": "It was not deleted",
    "cleared": "It was not removed",
}
GONE = {
    "withdrawn": "It is gone",
    "updated": "It is gone",
    "failed": "Not put back",
    "created": "It is gone",
    "counted": "It is gone",
    "deleted": "Write that it sleeps",
    "cleared": "Read where it fell asleep",
}
TOO_SLOW = {
    "withdrawn": "It takes too long",
    "updated": "It takes too long",
    "failed": "Put the scaling back",
    "created": "It takes too long to wake",
    "counted": "It takes too long to wake",
    "deleted": "It takes too long to fall asleep",
    "cleared": "It takes too long to wake",
}


def states(plan: ResizePlan) -> States:
    """Return the one waiting loop of the machine, and where it leads."""
    return {
        "Look how it stands": task(
            "sagemaker:describeEndpoint",
            {"EndpointName": plan.endpoint},
            "Does it move",
            result="$.live",
            catch="Is it gone",
            caught="$.glitch",
            patient=False,
        ),
        "Is it gone": choose(
            [({"Variable": "$.glitch.Cause", "StringMatches": NOT_THERE}, "Gone: go on")], "Count the looks"
        ),
        "Does it move": choose([(one_of("$.live.EndpointStatus", IN_TRANSITION), "Count the looks")], "Settled: go on"),
        "Count the looks": work_out(
            {"after.$": "$.settle.after", "polls.$": "States.MathAdd($.settle.polls, 1)"},
            "Is it long enough",
            "$.settle",
        ),
        "Is it long enough": choose([(at_least("$.settle.polls", POLLS), "Too slow: go on")], "Wait for the endpoint"),
        "Wait for the endpoint": wait(plan.poll_seconds, "Look how it stands"),
        "Settled: go on": _dispatch(SETTLED),
        "Gone: go on": _dispatch(GONE),
        "Too slow: go on": _dispatch(TOO_SLOW),
        "It is gone": _problem("EndpointGone", f"endpoint {plan.endpoint} was deleted meanwhile", "Not put back"),
        "It takes too long": _problem(
            "TooSlow", f"endpoint {plan.endpoint} moved for {plan.bound_seconds} s", "Put the scaling back"
        ),
    }


def settle(after: str) -> dict[str, object]:
    """Return the state that begins to wait; *after* is a key of the tables above."""
    return note({"after": after, "polls": 0}, "Look how it stands", "$.settle")


def _dispatch(table: dict[str, str]) -> dict[str, object]:
    *rest, (_, otherwise) = table.items()
    return choose([(equals("$.settle.after", after), then) for after, then in rest], otherwise)


def _problem(error: str, cause: str, then: str) -> dict[str, object]:
    return note({"Error": error, "Cause": cause}, then, "$.failure")
