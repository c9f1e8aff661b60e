"""Take the lock, and keep the scaling before it is touched: in parameters, so that a killed execution loses nothing.

SSM creates a parameter once, so of two executions only one goes on. An update of the provider's that began since the
first look is seen behind the lock, and goes first: the provider looks at the lock behind its own record.
"""

from components.scaling.resize.forget import forget
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.settle import settle
from components.scaling.resize.state import State, States, choose, each, equals, last, note, present, task, work_out

NAMESPACE = "sagemaker"
SUBJECT = ("ServiceNamespace", "ResourceId", "ScalableDimension")
BOUNDS = (*SUBJECT, "MinCapacity", "MaxCapacity", "SuspendedState")
LOCK_TEXT = "States.JsonToString($.lock)"
TIER = "Intelligent-Tiering"
"""Standard up to 4 KB, then Advanced up to 8 KB."""


def states(plan: ResizePlan) -> States:
    """Return the states from the decision to act to the targets kept, and those that deregister them."""
    return _lock(plan) | _targets(plan) | _withdraw()


def _lock(plan: ResizePlan) -> States:
    return {
        "Remember what it was": work_out(
            {"configuration.$": "$.live.EndpointConfigName"}, "Nothing is taken yet", "$.before"
        ),
        "Nothing is taken yet": note({"targets": []}, "Write the lock", "$.keep"),
        "Write the lock": write_lock("working", "Take the lock"),
        "Take the lock": task(
            "ssm:putParameter",
            {**parameter(plan.lock), "Value.$": LOCK_TEXT, "Overwrite": False},
            "Look for an update",
            unless={"Ssm.ParameterAlreadyExistsException": "Be patient"},
        ),
        "Look for an update": task(
            "ssm:getParameters",
            {"Names": [plan.update_record]},
            "Did an update begin",
            select={"no.$": f"States.ArrayContains($.InvalidParameters, '{plan.update_record}')"},
            result="$.update",
            catch="Put it back",
        ),
        "Did an update begin": choose([(equals("$.update.no", False), "Step aside")], "Capture targets"),
        "Step aside": forget("aside"),
    }


def _targets(plan: ResizePlan) -> States:
    whole = {"target.$": "States.JsonMerge($.defaults, $.target, false)", "tags.$": "$.tagged.Tags"}
    kept = {"target": {f"{key}.$": f"$.target.{key}" for key in BOUNDS}, "tags.$": "$.tags"}
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
        "With its tags": work_out(whole, "Trim this target"),
        "Trim this target": last(work_out(kept, "")),
    }
    return {
        "Capture targets": task(
            "applicationautoscaling:describeScalableTargets",
            {"ServiceNamespace": NAMESPACE, "ResourceIds": [plan.resource_id]},
            "Capture their tags",
            result="$.targets",
            catch="Put it back",
        ),
        "Capture their tags": each(
            "$.targets.ScalableTargets",
            tagged,
            "Has it an ARN",
            "What to put back",
            catch="Put it back",
            ItemSelector={"target.$": "$$.Map.Item.Value", "defaults": {"SuspendedState": None}},
            ResultPath="$.targets",
        ),
        "What to put back": work_out({"targets.$": "$.targets"}, "Write the targets", "$.keep"),
        "Write the targets": write_lock("working", "Keep targets"),
        "Keep targets": task(
            "ssm:putParameter",
            {**parameter(plan.lock), "Value.$": LOCK_TEXT},
            "Keep policies",
            catch="Put it back",
        ),
    }


def _withdraw() -> States:
    subject = {f"{key}.$": f"$.item.target.{key}" for key in SUBJECT}
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
