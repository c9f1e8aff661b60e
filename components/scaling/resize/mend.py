"""Find what is missing of the scaling that a dead, or a sleeping, execution kept, to put just that back."""

from components.scaling.resize.capture import NAMESPACE
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import State, States, choose, equals, note, task, work_out


def states(plan: ResizePlan) -> States:
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
