"""Keep the scaling before it is touched: in parameters, so that a killed execution loses nothing.

The first of them is the lock. SSM creates a parameter once, so of two executions only one goes on.
"""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.settle import settle
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

NAMESPACE = "sagemaker"
LOCK_TEXT = "States.JsonToString($.lock)"
TIER = "Intelligent-Tiering"
"""Standard up to 4 KB, then Advanced up to 8 KB."""


def states(plan: ResizePlan) -> States:
    """Return the states from the decision to act to the scaling deregistered."""
    return _read(plan) | _keep(plan) | _withdraw()


def _read(plan: ResizePlan) -> States:
    subject = {"ServiceNamespace": NAMESPACE, "ResourceId": plan.resource_id}
    tagged: States = {
        "Has it an ARN": choose([(present("$.target.ScalableTargetARN"), "Read the tags of it")], "It has no tags"),
        "Read the tags of it": task(
            "applicationautoscaling:listTagsForResource",
            {"ResourceARN.$": "$.target.ScalableTargetARN"},
            "Are there tags",
            result="$.tagged",
        ),
        "Are there tags": choose([(present("$.tagged.Tags"), "With its tags")], "It has no tags"),
        "It has no tags": note({"Tags": {}}, "With its tags", "$.tagged"),
        "With its tags": last(work_out({"target.$": "$.target", "tags.$": "$.tagged.Tags"}, "")),
    }
    return {
        "Remember what it was": work_out(
            {"configuration.$": "$.live.EndpointConfigName"}, "Capture targets", "$.before"
        ),
        "Capture targets": task(
            "applicationautoscaling:describeScalableTargets",
            {"ServiceNamespace": NAMESPACE, "ResourceIds": [plan.resource_id]},
            "Capture their tags",
            result="$.targets",
        ),
        "Capture their tags": each(
            "$.targets.ScalableTargets",
            tagged,
            "Has it an ARN",
            "Capture policies",
            ItemSelector={"target.$": "$$.Map.Item.Value"},
            ResultPath="$.tagged",
        ),
        "Capture policies": task(
            "applicationautoscaling:describeScalingPolicies", subject, "Capture scheduled actions", result="$.policies"
        ),
        "Capture scheduled actions": task(
            "applicationautoscaling:describeScheduledActions", subject, "Is that all", result="$.actions"
        ),
        "Is that all": choose(
            [(present("$.policies.NextToken"), "Too much"), (present("$.actions.NextToken"), "Too much")],
            "What to put back",
        ),
        "Too much": fail(
            "TooMuchScaling",
            f"endpoint {plan.endpoint} has more than 10 scaling policies or 50 scheduled actions; remove some",
        ),
        "What to put back": work_out(
            {
                "targets.$": "$.tagged",
                "policies.$": "$.policies.ScalingPolicies",
                "actions.$": "$.actions.ScheduledActions",
                "there": {"targets": [], "policies": [], "actions": []},
            },
            "Write the lock",
            "$.keep",
        ),
    }


def _keep(plan: ResizePlan) -> States:
    return {
        "Write the lock": write_lock("working", "Take the lock"),
        "Take the lock": task(
            "ssm:putParameter",
            {**parameter(plan.lock), "Value.$": LOCK_TEXT, "Overwrite": False},
            "Keep policies",
            unless={"Ssm.ParameterAlreadyExistsException": "Be patient"},
        ),
        "Keep policies": task(
            "ssm:putParameter",
            {**parameter(plan.policies_record), "Value.$": "States.JsonToString($.keep.policies)"},
            "Keep scheduled actions",
            catch="Put it back",
        ),
        "Keep scheduled actions": task(
            "ssm:putParameter",
            {**parameter(plan.actions_record), "Value.$": "States.JsonToString($.keep.actions)"},
            "Take the scaling away",
            catch="Put it back",
        ),
    }


def _withdraw() -> States:
    item = "$.item.target"
    subject = {f"{key}.$": f"{item}.{key}" for key in ("ServiceNamespace", "ResourceId", "ScalableDimension")}
    deregister = last(task("applicationautoscaling:deregisterScalableTarget", subject, ""))
    return {
        "Take the scaling away": each(
            "$.keep.targets",
            {"Deregister": deregister},
            "Deregister",
            "Let the autoscaler finish",
            catch="Put it back",
            ItemSelector={"item.$": "$$.Map.Item.Value"},
        ),
        # The autoscaler may have acted a moment before.
        "Let the autoscaler finish": settle("withdrawn"),
        "Change or sleep": choose([(equals("$.order.action", "sleep"), "How many are there")], "Is it still that one"),
    }


def write_lock(stage: str, then: str) -> State:
    """Return the state that writes the content of the lock: who holds it, and the targets to put back."""
    content = {
        "execution.$": "$$.Execution.Id",
        "action.$": "$.order.action",
        "startedAt.$": "$$.State.EnteredTime",
        "stage": stage,
        "targets.$": "$.keep.targets",
    }
    return work_out(content, then, "$.lock")


def parameter(name: str) -> dict[str, object]:
    """Return a parameter that is overwritten, without its value."""
    return {"Name": name, "Type": "String", "Tier": TIER, "Overwrite": True}
