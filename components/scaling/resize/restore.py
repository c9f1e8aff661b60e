"""Put the scaling back: targets with their tags, policies, scheduled actions; each an upsert, so it may be repeated.

After an update of its own the machine puts everything back. What a dead execution left is put back only where it is
missing: an `up` may have registered something newer since.
"""

from components.scaling.resize import put_back
from components.scaling.resize.capture import NAMESPACE
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import (
    States,
    each,
    fail,
    task,
)

TROUBLE, DONE = "Not put back", "Where to go on"
ALL = {"item.$": "$$.Map.Item.Value", "there.$": "$.keep.there"}


def states(plan: ResizePlan) -> States:
    """Return the states that put back what `$.keep` holds."""
    return {
        "Put targets back": each(
            "$.keep.targets",
            put_back.targets(),
            "Is this target there",
            "Put policies back",
            catch=TROUBLE,
            caught="$.trouble",
            ItemSelector=ALL,
        ),
        "Put policies back": each(
            "$.keep.policies",
            put_back.policies(),
            "Is this policy there",
            "Put scheduled actions back",
            catch=TROUBLE,
            caught="$.trouble",
            ItemSelector=ALL,
        ),
        "Put scheduled actions back": each(
            "$.keep.actions",
            put_back.actions(),
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
