"""Let the endpoint sleep: mute its alarms, write down what to wake with, delete it.

Nothing of it is left to pay for. The lock stays with what it keeps, and the alarms stay mute, until it wakes.
"""

from components.scaling.resize.capture import LOCK_TEXT, parameter, write_lock
from components.scaling.resize.fleet import COUNT, count_instances
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.settle import settle
from components.scaling.resize.state import State, States, fail, note, succeed, task, work_out


def states(plan: ResizePlan) -> States:
    """Return the states from the scaling withdrawn to the endpoint gone."""
    return _write_down(plan) | _go(plan)


def _write_down(plan: ResizePlan) -> States:
    return {
        **count_instances(plan, "How many are there", "Read its tags"),
        "Read its tags": task(
            "sagemaker:listTags",
            {"ResourceArn.$": "$.live.EndpointArn", "MaxResults": 50},
            "Keep its tags",
            result="$.tags",
            catch="Put it back",
        ),
        "Keep its tags": task(
            "ssm:putParameter",
            {**parameter(plan.tags_record), "Value.$": "States.JsonToString($.tags.Tags)"},
            "What to wake with",
            catch="Put it back",
        ),
        "What to wake with": work_out(
            {"configuration.$": "$.live.EndpointConfigName", "count.$": COUNT},
            "Keep what to wake with",
            "$.asleep",
        ),
        "Keep what to wake with": task(
            "ssm:putParameter",
            {**parameter(plan.asleep_record), "Value.$": "States.JsonToString($.asleep)"},
            "Mute the alarms" if plan.alarms else "Delete it",
            catch="Put it back",
        ),
    }


def _go(plan: ResizePlan) -> States:
    return {
        **_mute(plan),
        "Delete it": task(
            "sagemaker:deleteEndpoint", {"EndpointName": plan.endpoint}, "Wait until it is gone", catch="Put it back"
        ),
        "Wait until it is gone": settle("deleted"),
        "It was not deleted": note(
            {"Error": "NotDeleted", "Cause": f"endpoint {plan.endpoint} could not be deleted"},
            "Put the scaling back",
            "$.failure",
        ),
        "It takes too long to fall asleep": fail(
            "TooSlow", f"endpoint {plan.endpoint} is not gone yet; it wakes all the same"
        ),
        "Write that it sleeps": write_lock("asleep", "Mark that it sleeps"),
        "Mark that it sleeps": task(
            "ssm:putParameter", {**parameter(plan.lock), "Value.$": LOCK_TEXT}, "It fell asleep"
        ),
        "It fell asleep": succeed("the endpoint sleeps now"),
    }


def _mute(plan: ResizePlan) -> dict[str, State]:
    if not plan.alarms:
        return {}
    mute = task("cloudwatch:disableAlarmActions", {"AlarmNames": list(plan.alarms)}, "Delete it", catch="Put it back")
    return {"Mute the alarms": mute}
