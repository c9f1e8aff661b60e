"""Write what is live now, and who asked for it, into the parameter whose versions are the endpoint's history."""

from components.scaling.resize.capture import parameter
from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import States, choose, equals, note, present, task, work_out

MACHINE = "$.served.ProductionVariants[0].InstanceType"
"""Present or not; what it is comes from the list, as the machine scales one variant and the first is that one."""


def states(plan: ResizePlan) -> States:
    """Return the states from the scaling put back to what is live written down."""
    return {
        "Read its configuration": task(
            "sagemaker:describeEndpointConfig",
            {"EndpointConfigName.$": "$.live.EndpointConfigName"},
            "Has it a machine",
            result="$.served",
        ),
        "Has it a machine": choose([(present(MACHINE), "Name its machine")], "It has no machine"),
        "Name its machine": work_out(
            {"type.$": "States.ArrayGetItem($.served.ProductionVariants[*].InstanceType, 0)"},
            "Who asked for it",
            "$.machine",
        ),
        "It has no machine": note({"type": ""}, "Who asked for it", "$.machine"),
        "Who asked for it": choose([(equals("$.order.action", "step"), "Demand did")], "The clock did"),
        "Demand did": note("demand", "Write history", "$.reason"),
        "The clock did": note("schedule", "Write history", "$.reason"),
        "Write history": work_out(
            {
                "configuration.$": "$.live.EndpointConfigName",
                "models.$": "$.served.ProductionVariants[*].ModelName",
                "machine.$": "$.machine.type",
                "kind": plan.kind,
                "reason.$": "$.reason",
                "at.$": "$$.State.EnteredTime",
            },
            "Keep history",
            "$.history",
        ),
        "Keep history": task(
            "ssm:putParameter",
            {**parameter(plan.live_record), "Value.$": "States.JsonToString($.history)"},
            "Does it go on",
        ),
        "Does it go on": choose(
            [
                (equals("$.then", "awake"), "Forget that it slept"),
                (equals("$.order.alarm", ""), "Let go"),
                (equals("$.order.action", "step"), "Forget before cooling"),
            ],
            "Let go",
        ),
    }
