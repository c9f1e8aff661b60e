"""End: let go of the lock, and say how it went. A step waits its cooldown and looks again."""

from components.scaling.resize.capture import LOCK_TEXT, parameter
from components.scaling.resize.forget import forget
from components.scaling.resize.plan import ALARM_SETTLE_SECONDS, ResizePlan
from components.scaling.resize.settle import settle
from components.scaling.resize.state import (
    State,
    States,
    both,
    choose,
    each,
    equals,
    last,
    note,
    succeed,
    task,
    wait,
    work_out,
)

METRIC_ALARMS = ["MetricAlarm"]
REASON = "the endpoint slept, and this alarm was muted; it is evaluated anew"


def states(plan: ResizePlan) -> States:
    """Return the states after the scaling was put back."""
    first = _alarm_state(0) if plan.step_alarms else "Read its configuration"
    return {
        "Where to go on": choose(
            [
                (equals("$.then", "done"), first),
                (equals("$.then", "awake"), "Read its configuration"),
                (equals("$.then", "again"), "Did it sleep"),
                (equals("$.then", "aside"), "Step aside"),
            ],
            "Was it to sleep",
        ),
        **_thresholds(plan),
        **_done(plan),
        **_awake(plan),
        **_mended(plan),
        **_failed(plan),
    }


def _alarm_state(place: int) -> str:
    return f"Fit alarm {place + 1} to the size"


def _thresholds(plan: ResizePlan) -> States:
    """Utilisation sums over cores and GPUs, so a threshold belongs to a size."""
    found: States = {}
    for place, alarm in enumerate(plan.step_alarms):
        then = "Read its configuration" if place + 1 == len(plan.step_alarms) else _alarm_state(place + 1)
        request = {**alarm.request, "Threshold.$": f"$.wanted.threshold_{place}"}
        found[_alarm_state(place)] = task("cloudwatch:putMetricAlarm", request, then)
    return found


def _done(plan: ResizePlan) -> States:
    return {
        "Let go": forget("sized"),
        "It has its size": succeed("the endpoint has its new size"),
        **_cool("cooling", plan, "Wait for the step to tell"),
        "Wait for the step to tell": wait(plan.cooldown_seconds, "Is the step over"),
        **_let_go(plan, "Is the step over", "Begin anew"),
    }


def _cool(word: str, plan: ResizePlan, then: str) -> States:
    """Hold the lock and nothing else: the scaling is back, so a dead execution leaves nothing to mend."""
    return {
        f"Forget before {word}": forget(word),
        f"Write {word}": work_out(
            {
                "execution.$": "$$.Execution.Id",
                "action.$": "$.order.action",
                "startedAt.$": "$$.State.EnteredTime",
                "stage": "cooling",
                "targets": [],
            },
            f"Mark {word}",
            "$.lock",
        ),
        f"Mark {word}": task("ssm:putParameter", {**parameter(plan.lock), "Value.$": LOCK_TEXT}, then),
    }


def _let_go(plan: ResizePlan, begin: str, then: str) -> States:
    """Let go of the lock, unless an order of the clock took it over meanwhile."""
    ours = {"Variable": "$.held.record.execution", "StringEqualsPath": "$.lock.execution"}
    return {
        begin: task(
            "ssm:getParameter",
            {"Name": plan.lock},
            f"{begin}: is the lock ours",
            select={"record.$": "States.StringToJson($.Parameter.Value)"},
            result="$.held",
            unless={"Ssm.ParameterNotFoundException": then},
        ),
        f"{begin}: is the lock ours": choose([(ours, f"{begin}: let go")], then),
        f"{begin}: let go": task("ssm:deleteParameters", {"Names": [plan.lock]}, then),
    }


def _awake(plan: ResizePlan) -> States:
    if not plan.alarms:
        return {
            "Forget that it slept": forget("woke"),
            "It woke": succeed("the endpoint is awake"),
        }
    anew = task(
        "cloudwatch:setAlarmState",
        {"AlarmName.$": "$.AlarmName", "StateValue": "INSUFFICIENT_DATA", "StateReason": REASON},
        "",
    )
    return {
        "Forget that it slept": note({}, "Forget before warming", "$.asleep"),
        **_cool("warming", plan, "Wait for its metrics"),
        # Alarms without data come to rest before anybody hears of it.
        "Wait for its metrics": wait(ALARM_SETTLE_SECONDS, "Let its alarms speak"),
        "Let its alarms speak": _unmute(plan, "Which of them ring"),
        "Which of them ring": task(
            "cloudwatch:describeAlarms",
            {"AlarmNames": list(plan.alarms), "StateValue": "ALARM", "AlarmTypes": METRIC_ALARMS},
            "Let them be heard",
            result="$.ringing",
        ),
        "Let them be heard": each(
            "$.ringing.MetricAlarms", {"Ring anew": last(anew)}, "Ring anew", "Is the waking over"
        ),
        **_let_go(plan, "Is the waking over", "It woke"),
        "It woke": succeed("the endpoint is awake"),
    }


def _mended(plan: ResizePlan) -> States:
    return {
        "Did it sleep": choose(
            [(equals("$.records.not_asleep", False), "Unmute what slept" if plan.alarms else "Forget its sleep")],
            "Forget what was left over",
        ),
        **({"Unmute what slept": _unmute(plan, "Forget its sleep")} if plan.alarms else {}),
        "Forget its sleep": forget("mended in its sleep"),
        "Forget what was left over": forget("mended"),
        "Begin anew": note({"record": {"targets": []}}, "Is there an alarm", "$.held"),
    }


def _failed(plan: ResizePlan) -> States:
    asleep = equals("$.order.action", "sleep")
    return {
        "Put it back": settle("failed"),
        "Put the scaling back": note("failed", "Put targets back", "$.then"),
        "Was it to sleep": choose(
            [(both(asleep), "Unmute it again" if plan.alarms else "Forget the sleep")], "Let go after a failure"
        ),
        **({"Unmute it again": _unmute(plan, "Forget the sleep")} if plan.alarms else {}),
        "Forget the sleep": forget("not asleep"),
        "Let go after a failure": forget("failed"),
        "It failed": {"Type": "Fail", "ErrorPath": "$.failure.Error", "CausePath": "$.failure.Cause"},
    }


def _unmute(plan: ResizePlan, then: str) -> State:
    return task("cloudwatch:enableAlarmActions", {"AlarmNames": list(plan.alarms)}, then)
