"""Bring the endpoint to the wanted configuration, keeping its counts and weights, and see that it went live."""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.settle import settle
from components.scaling.resize.state import States, both, choose, equals, note, present, task, work_out


def states(plan: ResizePlan) -> States:
    """Return the states of the update itself."""
    same = {"Variable": "$.live.EndpointConfigName", "StringEqualsPath": "$.before.configuration"}
    wanted = {"Variable": "$.live.EndpointConfigName", "StringEqualsPath": "$.wanted.configuration"}
    return {
        # Somebody may have shipped another model between the first look and the lock.
        "Is it still that one": choose([(same, "Update it")], "Somebody changed it"),
        "Somebody changed it": note(
            {"Error": "ChangedMeanwhile", "Cause": f"endpoint {plan.endpoint} was changed meanwhile"},
            "Put the scaling back",
            "$.failure",
        ),
        "Update it": task(
            "sagemaker:updateEndpoint",
            {
                "EndpointName": plan.endpoint,
                "EndpointConfigName.$": "$.wanted.configuration",
                "RetainAllVariantProperties": True,
            },
            "Wait for the update",
            catch="Put it back",
        ),
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
