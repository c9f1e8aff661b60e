"""Put the scaling back: targets with their tags, policies, scheduled actions; each an upsert, so it may be repeated.

After an update of its own the machine puts everything back. What a dead execution left is put back only where it is
missing: an `up` may have registered something newer since.
"""

from components.scaling.resize.capture import NAMESPACE
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import (
    State,
    States,
    choose,
    each,
    equals,
    fail,
    last,
    note,
    present,
    task,
    work_out,
)

TRACKING, STEP = "TargetTrackingScaling", "StepScaling"
SUBJECT = ("ServiceNamespace", "ResourceId", "ScalableDimension")
TROUBLE, DONE = "Not put back", "Where to go on"
ALL = {"item.$": "$$.Map.Item.Value", "there.$": "$.keep.there"}


def states(plan: ResizePlan) -> States:
    """Return the states that put back what `$.keep` holds."""
    return {
        "Put targets back": each(
            "$.keep.targets",
            _targets(),
            "Is this target there",
            "Put policies back",
            catch=TROUBLE,
            caught="$.trouble",
            ItemSelector=ALL,
        ),
        "Put policies back": each(
            "$.keep.policies",
            _policies(),
            "Is this policy there",
            "Put scheduled actions back",
            catch=TROUBLE,
            caught="$.trouble",
            ItemSelector=ALL,
        ),
        "Put scheduled actions back": each(
            "$.keep.actions",
            _actions(),
            "Is this action there",
            _alarm_state(0) if plan.policy_alarms else DONE,
            catch=TROUBLE,
            caught="$.trouble",
            ItemSelector=ALL,
        ),
        **_alarms(plan),
        TROUBLE: fail(
            "NotRestored",
            f"States.Format('{{}} {{}}; the scaling of endpoint {plan.endpoint} is not put back: {{}} {{}}; "
            f"it is kept in the parameters {plan.lock}; the next order, modelhost recover or pulumi up puts it back', "
            "$.failure.Error, $.failure.Cause, $.trouble.Error, $.trouble.Cause)",
        ),
    }


def _alarm_state(place: int) -> str:
    return f"Find the policy of alarm {place + 1}"


def _alarms(plan: ResizePlan) -> States:
    """A policy that was put again has a new ARN, so the alarm that runs it has to learn it."""
    found: States = {}
    for place, alarm in enumerate(plan.policy_alarms):
        then = DONE if place + 1 == len(plan.policy_alarms) else _alarm_state(place + 1)
        put = f"Let alarm {place + 1} run it"
        found[_alarm_state(place)] = task(
            "applicationautoscaling:describeScalingPolicies",
            {
                "ServiceNamespace": NAMESPACE,
                "ResourceId": plan.resource_id,
                "PolicyNames": [alarm.policy_name],
            },
            put,
            select={"arns.$": "$.ScalingPolicies[*].PolicyARN"},
            result="$.policy",
            catch=TROUBLE,
            caught="$.trouble",
        )
        found[put] = task(
            "cloudwatch:putMetricAlarm",
            {**alarm.request, "AlarmActions.$": "$.policy.arns"},
            then,
            catch=TROUBLE,
            caught="$.trouble",
        )
    return found


def _only_missing(what: str, kind: str, name: str, then: str) -> States:
    """Skip what is there already."""
    return {
        f"Is this {what} there": work_out(
            {"known.$": f"States.ArrayContains($.there.{kind}, $.item.{name})"}, f"Skip this {what}", "$.is"
        ),
        f"Skip this {what}": choose([(equals("$.is.known", True), f"This {what} is there")], then),
        f"This {what} is there": {"Type": "Succeed"},
    }


def _targets() -> States:
    target = "$.item.target"
    bounds = {f"{key}.$": f"{target}.{key}" for key in (*SUBJECT, "MinCapacity", "MaxCapacity")}
    suspended = {**bounds, "SuspendedState.$": f"{target}.SuspendedState"}
    return {
        **_only_missing("target", "targets", "target.ScalableDimension", "May it be suspended"),
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


def _policies() -> States:
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
        **_only_missing("policy", "policies", "PolicyName", "Which kind of policy"),
        "Which kind of policy": choose(
            [(equals("$.item.PolicyType", kind), state) for kind, state in kinds.items()], "Unknown kind of policy"
        ),
        "Unknown kind of policy": {"Type": "Fail", "Error": "UnknownPolicy", "CausePath": "$.item.PolicyName"},
        **puts,
    }


def _actions() -> States:
    """An action has a start, an end, both or neither; one whose time is over is refused and not missed."""
    name = {f"{key}.$": f"$.item.{key}" for key in ("ScheduledActionName", *SUBJECT, "Schedule")}
    always = {**name, "Timezone.$": "$.item.Timezone", "ScalableTargetAction.$": "$.item.ScalableTargetAction"}
    start, end = {"StartTime.$": "$.item.StartTime"}, {"EndTime.$": "$.item.EndTime"}
    over = {"Or": [{"Variable": "$.item.Schedule", "StringMatches": "at(*"}, present("$.item.EndTime")]}
    return {
        **_only_missing("action", "actions", "ScheduledActionName", "Has it a zone"),
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


def missing(plan: ResizePlan) -> States:
    """Return the states that find what is missing of what a dead, or a sleeping, execution kept."""
    subject = {"ServiceNamespace": NAMESPACE, "ResourceId": plan.resource_id}
    return {
        "Load policies": _load(plan.policies_record, "$.kept_policies", "Load scheduled actions", "No policies"),
        "No policies": note({"items": []}, "Load scheduled actions", "$.kept_policies"),
        "Load scheduled actions": _load(plan.actions_record, "$.kept_actions", "Which targets are there", "No actions"),
        "No actions": note({"items": []}, "Which targets are there", "$.kept_actions"),
        "Which targets are there": task(
            "applicationautoscaling:describeScalableTargets",
            {"ServiceNamespace": NAMESPACE, "ResourceIds": [plan.resource_id]},
            "Which policies are there",
            select={"names.$": "$.ScalableTargets[*].ScalableDimension"},
            result="$.targets",
        ),
        "Which policies are there": task(
            "applicationautoscaling:describeScalingPolicies",
            subject,
            "Which actions are there",
            select={"names.$": "$.ScalingPolicies[*].PolicyName"},
            result="$.policies",
        ),
        "Which actions are there": task(
            "applicationautoscaling:describeScheduledActions",
            subject,
            "What is missing",
            select={"names.$": "$.ScheduledActions[*].ScheduledActionName"},
            result="$.actions",
        ),
        "What is missing": work_out(
            {
                "targets.$": "$.held.record.targets",
                "policies.$": "$.kept_policies.items",
                "actions.$": "$.kept_actions.items",
                "there": {
                    "targets.$": "$.targets.names",
                    "policies.$": "$.policies.names",
                    "actions.$": "$.actions.names",
                },
            },
            "Is it waking",
            "$.keep",
        ),
        "Is it waking": choose([(equals("$.order.action", "wake"), "It wakes")], "It mends"),
        "It wakes": note("awake", "Put targets back", "$.then"),
        "It mends": note("again", "Put targets back", "$.then"),
    }


def _load(name: str, at: str, then: str, without: str) -> State:
    return task(
        "ssm:getParameter",
        {"Name": name},
        then,
        select={"items.$": "States.StringToJson($.Parameter.Value)"},
        result=at,
        catch=without,
        unless={"Ssm.ParameterNotFoundException": without},
    )
