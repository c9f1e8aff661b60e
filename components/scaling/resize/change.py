"""Bring the endpoint to the wanted configuration, keeping its counts and weights, and see that it went live."""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.settle import settle
from components.scaling.resize.state import State, States, both, choose, equals, note, present, task, work_out


def states(plan: ResizePlan) -> States:
    """Return the states of the update itself."""
    same = {"Variable": "$.live.EndpointConfigName", "StringEqualsPath": "$.before.configuration"}
    wanted = {"Variable": "$.live.EndpointConfigName", "StringEqualsPath": "$.wanted.configuration"}
    request = {
        "EndpointName": plan.endpoint,
        "EndpointConfigName.$": "$.wanted.configuration",
        "RetainAllVariantProperties": True,
    }
    return {
        # Somebody may have shipped another model meanwhile: the order begins again with what is live now.
        "Is it still that one": choose([(same, "Has it a rollout")], "Somebody changed it"),
        "Somebody changed it": note("aside", "Put targets back", "$.then"),
        # The last rollout shifts traffic, and goes back on alarms, for a size as it did for a model.
        "Has it a rollout": choose([(present("$.live.LastDeploymentConfig"), "Roll it out")], "Update it"),
        "Roll it out": _update({**request, "RetainDeploymentConfig": True}),
        "Update it": _update(request),
        "Wait for the update": settle("updated"),
        "Is it what was asked for": choose(
            [(both(equals("$.live.EndpointStatus", "InService"), wanted), "It is as asked for")], "Does it say why"
        ),
        "It is as asked for": note("done", "Put targets back", "$.then"),
        "Does it say why": choose([(present("$.live.FailureReason"), "It says why")], "It does not say why"),
        "It says why": work_out({"reason.$": "$.live.FailureReason"}, "It rolled back", "$.why"),
        "It does not say why": note({"reason": "SageMaker gave no reason"}, "It rolled back", "$.why"),
        "It rolled back": work_out(
            {
                "Error": "RolledBack",
                "Cause.$": "States.Format('SageMaker rolled endpoint {} back to {}, {} did not go live: {}', "
                "$.live.EndpointName, $.live.EndpointConfigName, $.wanted.configuration, $.why.reason)",
            },
            "Put the scaling back",
            "$.failure",
        ),
    }


def _update(request: dict[str, object]) -> State:
    return task("sagemaker:updateEndpoint", request, "Wait for the update", catch="Put it back")
