"""What is done for each target, policy and scheduled action that is put back: a put, unless it is there already.

Each is looked for right before it is put, so that what an `up` registers meanwhile is hardly ever overwritten.
"""

from collections.abc import Mapping

from components.scaling.resize.capture import SUBJECT
from components.scaling.resize.state import (
    State,
    States,
    at_least,
    choose,
    equals,
    last,
    note,
    present,
    task,
    work_out,
)

TRACKING, STEP = "TargetTrackingScaling", "StepScaling"


def _only_missing(what: str, call: str, request: Mapping[str, str], items: str, then: str) -> States:
    """Skip what is there already."""
    return {
        f"Look for this {what}": task(
            f"applicationautoscaling:{call}",
            request,
            f"Is this {what} there",
            select={"count.$": f"States.ArrayLength($.{items})"},
            result="$.found",
        ),
        f"Is this {what} there": choose([(at_least("$.found.count", 1), f"This {what} is there")], then),
        f"This {what} is there": {"Type": "Succeed"},
    }


def _read(what: str) -> States:
    """Read what a parameter keeps."""
    return {
        f"Read this {what}": work_out({"item.$": "States.StringToJson($.text)"}, f"Look for this {what}"),
    }


def _named(field: str) -> dict[str, str]:
    """Return the request for the one of this name."""
    subject = {f"{key}.$": f"$.item.{key}" for key in SUBJECT}
    return {**subject, f"{field}s.$": f"States.Array($.item.{field})"}


def targets() -> States:
    """Register a target with its suspension, and tag it."""
    target = "$.item.target"
    bounds = {f"{key}.$": f"{target}.{key}" for key in (*SUBJECT, "MinCapacity", "MaxCapacity")}
    there = {
        "ServiceNamespace.$": f"{target}.ServiceNamespace",
        "ResourceIds.$": f"States.Array({target}.ResourceId)",
        "ScalableDimension.$": f"{target}.ScalableDimension",
    }
    suspended = {**bounds, "SuspendedState.$": f"{target}.SuspendedState"}
    return {
        **_only_missing("target", "describeScalableTargets", there, "ScalableTargets", "May it be suspended"),
        "May it be suspended": choose([(present(f"{target}.SuspendedState"), "Register as it was")], "Register"),
        "Register as it was": _register(suspended),
        "Register": _register(bounds),
        "Has it tags": work_out({"text.$": "States.JsonToString($.item.tags)"}, "Are there any", "$.tags"),
        "Are there any": choose([(equals("$.tags.text", "{}"), "This target is there")], "Tag it"),
        "Tag it": last(
            task(
                "applicationautoscaling:tagResource",
                {"ResourceARN.$": "$.registered.ScalableTargetARN", "Tags.$": "$.item.tags"},
                "",
            )
        ),
    }


def _register(request: dict[str, str]) -> State:
    return task("applicationautoscaling:registerScalableTarget", request, "Has it tags", result="$.registered")


def policies() -> States:
    """Put a policy of either kind."""
    name = {f"{key}.$": f"$.item.{key}" for key in ("PolicyName", *SUBJECT, "PolicyType")}
    kinds = {TRACKING: "Put target tracking", STEP: "Put step scaling"}
    puts = {
        state: last(
            task(
                "applicationautoscaling:putScalingPolicy",
                {**name, f"{kind}PolicyConfiguration.$": f"$.item.{kind}PolicyConfiguration"},
                "",
            )
        )
        for kind, state in kinds.items()
    }
    return {
        **_read("policy"),
        **_only_missing(
            "policy", "describeScalingPolicies", _named("PolicyName"), "ScalingPolicies", "Which kind of policy"
        ),
        "Which kind of policy": choose(
            [(equals("$.item.PolicyType", kind), state) for kind, state in kinds.items()], "Unknown kind of policy"
        ),
        "Unknown kind of policy": {"Type": "Fail", "Error": "UnknownPolicy", "CausePath": "$.item.PolicyName"},
        **puts,
    }


def actions() -> States:
    """Put an action: it has a start, an end, both or neither; one whose time is over is refused and not missed."""
    name = {f"{key}.$": f"$.item.{key}" for key in ("ScheduledActionName", *SUBJECT, "Schedule")}
    always = {**name, "Timezone.$": "$.item.Timezone", "ScalableTargetAction.$": "$.item.ScalableTargetAction"}
    start, end = {"StartTime.$": "$.item.StartTime"}, {"EndTime.$": "$.item.EndTime"}
    over = {"Or": [{"Variable": "$.item.Schedule", "StringMatches": "at(*"}, present("$.item.EndTime")]}
    return {
        **_read("action"),
        **_only_missing(
            "action", "describeScheduledActions", _named("ScheduledActionName"), "ScheduledActions", "Has it a zone"
        ),
        "Has it a zone": choose([(present("$.item.Timezone"), "Has it a start")], "It has none"),
        "It has none": note("UTC", "Has it a start", "$.item.Timezone"),
        "Has it a start": choose([(present("$.item.StartTime"), "Has it an end too")], "Has it an end"),
        "Has it an end too": choose([(present("$.item.EndTime"), "Put it with both")], "Put it with a start"),
        "Has it an end": choose([(present("$.item.EndTime"), "Put it with an end")], "Put it"),
        "Put it": _schedule(always),
        "Put it with a start": _schedule({**always, **start}),
        "Put it with an end": _schedule({**always, **end}),
        "Put it with both": _schedule({**always, **start, **end}),
        "Is its time over": choose([(over, "This action is there")], "It is refused"),
        "It is refused": {"Type": "Fail", "ErrorPath": "$.failure.Error", "CausePath": "$.failure.Cause"},
    }


def _schedule(request: dict[str, str]) -> State:
    return task("applicationautoscaling:putScheduledAction", request, "This action is there", catch="Is its time over")
