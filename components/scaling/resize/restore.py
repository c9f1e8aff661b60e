"""Put the scaling back: targets with their tags, policies, scheduled actions; only what is missing, so again is well.

What an `up` registered or changed meanwhile is newer, and stays. What it deleted meanwhile looks like what the machine
took away, and comes back; so an `up` that changes any of the scaling waits for the machine first.
"""

from components.scaling.resize import put_back
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import States, choose, each, fail, present, task

TROUBLE, DONE = "Not put back", "Where to go on"
CAUGHT = "$.trouble"


def states(plan: ResizePlan) -> States:
    """Return the states that put back the targets of `$.keep`, and all that the parameters below the lock keep."""
    return {
        "Put targets back": each(
            "$.keep.targets",
            put_back.targets(),
            "Look for this target",
            "Read policies",
            catch=TROUBLE,
            caught=CAUGHT,
            ItemSelector={"item.$": "$$.Map.Item.Value"},
        ),
        **_put("policies", plan.policies_path, put_back.policies(), "Read this policy", "Read scheduled actions"),
        **_put(
            "scheduled actions",
            plan.actions_path,
            put_back.actions(),
            "Read this action",
            DONE,
        ),
        TROUBLE: fail(
            "NotRestored",
            f"States.Format('{{}} {{}}; the scaling of endpoint {plan.endpoint} is not put back: {{}} {{}}; it is kept "
            f"in the parameter {plan.lock} and below; the next order, modelhost recover or pulumi up puts it back', "
            "$.failure.Error, $.failure.Cause, $.trouble.Error, $.trouble.Cause)",
        ),
    }


def _put(word: str, path: str, one: States, start: str, then: str) -> States:
    """Put back what the parameters of a path keep, page by page."""
    pages = {"Path": path, "Recursive": True}
    read, put, more = f"Read {word}", f"Put {word} back", f"Read more {word}"
    further = {**pages, "NextToken.$": "$.page.NextToken"}
    text = {"text.$": "$$.Map.Item.Value.Value"}
    return {
        read: task("ssm:getParametersByPath", pages, put, result="$.page", catch=TROUBLE, caught=CAUGHT),
        put: each(
            "$.page.Parameters", one, start, f"Were there more {word}", catch=TROUBLE, caught=CAUGHT, ItemSelector=text
        ),
        f"Were there more {word}": choose([(present("$.page.NextToken"), more)], then),
        more: task("ssm:getParametersByPath", further, put, result="$.page", catch=TROUBLE, caught=CAUGHT),
    }
