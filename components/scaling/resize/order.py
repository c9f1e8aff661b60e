"""Read what the machine is told, and whether the alarm behind it is still on."""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import States, choose, equals, fail, note, one_of, succeed, task, work_out

ACTIONS = ["resize", "step", "sleep", "wake"]
NOTHING_SAID = {"action": "none", "size": "", "by": 0, "alarm": "", "tries": 0, "attempts": 0}
NO_PROBLEM = {"Error": "", "Cause": ""}
START = {
    "held": {"record": {"targets": []}},
    "keep": {"targets": []},
    "failure": NO_PROBLEM,
    "trouble": NO_PROBLEM,
    "live": {},
}
"""What later states read whether or not an earlier one found something."""


def states(plan: ResizePlan) -> States:
    """Return the states that are the same for every endpoint."""
    return _order() | _alarm()


def _order() -> States:
    return {
        "Read the order": note({**START, "order": NOTHING_SAID}, "Complete the order", "$"),
        "Complete the order": work_out(
            {
                **{f"{key}.$": f"$.{key}" for key in START},
                "order.$": "States.JsonMerge($.order, $$.Execution.Input, false)",
            },
            "Is the order known",
        ),
        "Is the order known": choose([(one_of("$.order.action", ACTIONS), "Is there an alarm")], "Unknown order"),
        "Unknown order": fail(
            "UnknownOrder", "States.Format('{} is no action; use resize, step, sleep or wake', $.order.action)"
        ),
    }


def _alarm() -> States:
    return {
        "Is there an alarm": choose([(equals("$.order.alarm", ""), "Look at the records")], "Look at the alarm"),
        "Look at the alarm": task(
            "cloudwatch:describeAlarms",
            {"AlarmNames.$": "States.Array($.order.alarm)"},
            "Is the alarm still on",
            select={"on.$": "States.ArrayContains($.MetricAlarms[*].StateValue, 'ALARM')"},
            result="$.ringing",
        ),
        "Is the alarm still on": choose([(equals("$.ringing.on", True), "Look at the records")], "Alarm is over"),
        "Alarm is over": succeed("the alarm is over"),
    }


def one_more(counter: str) -> dict[str, str]:
    """Return the order with one more of what it counts: looks at others (tries), attempts to wake (attempts)."""
    same = {f"{key}.$": f"$.order.{key}" for key in NOTHING_SAID if key != counter}
    return {**same, f"{counter}.$": f"States.MathAdd($.order.{counter}, 1)"}
