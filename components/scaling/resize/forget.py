"""Forget what is kept: first all below the lock, in as many calls as it takes, then the lock, so that none is orphaned.

`$.forget.after` says where the forgetting began, and so what goes last and where the machine goes on.
"""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import State, States, choose, equals, note, present, task, work_out

LOCK, ASLEEP = "lock", "asleep"
WAYS: dict[str, tuple[tuple[str, ...], str]] = {
    "sized": ((LOCK,), "It has its size"),
    "cooling": ((), "Write cooling"),
    "warming": ((ASLEEP,), "Write warming"),
    "woke": ((ASLEEP, LOCK), "It woke"),
    "mended": ((LOCK,), "Begin anew"),
    "mended in its sleep": ((ASLEEP, LOCK), "Begin anew"),
    "aside": ((LOCK,), "Be patient"),
    "not asleep": ((ASLEEP, LOCK), "It failed"),
    "failed": ((LOCK,), "It failed"),
}
"""What is forgotten last, and what comes then."""


def states(plan: ResizePlan) -> States:
    """Return the one loop that forgets, and where it leads."""
    below = {"Path": plan.lock, "Recursive": True}
    look = "ssm:getParametersByPath"
    return {
        "Look what is kept": task(look, below, "Is anything kept", result="$.page"),
        "Is anything kept": choose(
            [
                (present("$.page.Parameters[0]"), "Name what is kept"),
                (present("$.page.NextToken"), "Look what else is kept"),
            ],
            "What to forget last",
        ),
        "Look what else is kept": task(
            look, {**below, "NextToken.$": "$.page.NextToken"}, "Is anything kept", result="$.page"
        ),
        "Name what is kept": work_out({"names.$": "$.page.Parameters[*].Name"}, "Forget what is kept", "$.page"),
        "Forget what is kept": task("ssm:deleteParameters", {"Names.$": "$.page.names"}, "Look what is kept"),
        **_last(plan),
    }


def forget(after: str) -> State:
    """Return the state that begins to forget; *after* is a key of the table above."""
    return note({"after": after}, "Look what is kept", "$.forget")


def _last(plan: ResizePlan) -> States:
    """An endpoint with alarms warms up before it counts as awake."""
    names = {LOCK: plan.lock, ASLEEP: plan.asleep_record}
    ways = {after: way for after, way in WAYS.items() if after != ("woke" if plan.alarms else "warming")}
    calls = {after: f"Forget at last: {after}" for after, (what, _) in ways.items() if what}
    *rest, (_, otherwise) = [(after, calls.get(after, then)) for after, (_, then) in ways.items()]
    return {
        "What to forget last": choose([(equals("$.forget.after", after), to) for after, to in rest], otherwise),
        **{
            calls[after]: task("ssm:deleteParameters", {"Names": [names[each] for each in what]}, then)
            for after, (what, then) in ways.items()
            if what
        },
    }
