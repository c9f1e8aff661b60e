"""Read the order, and see whether now is a time to act: never during an update of anybody else's.

Who comes at a bad moment looks again, since neither the clock nor an alarm says anything twice. A firing of the clock
that found no good moment fails visibly; a step of the ladder ends quietly, as its alarm may be over by then.
"""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import (
    States,
    both,
    choose,
    equals,
    fail,
    note,
    one_of,
    succeed,
    task,
)

NOT_THERE = "*Could not find*"


def states(plan: ResizePlan) -> States:
    """Return the states up to the decision to act."""
    return _records(plan) | _endpoint(plan)


def _records(plan: ResizePlan) -> States:
    names = {"updating": plan.update_record, "asleep": plan.asleep_record, "locked": plan.lock}
    return {
        "Look at the records": task(
            "ssm:getParameters",
            {"Names": list(names.values())},
            "Is anybody at work",
            select={
                f"not_{key}.$": f"States.ArrayContains($.InvalidParameters, '{name}')" for key, name in names.items()
            },
            result="$.records",
        ),
        "Is anybody at work": choose(
            [
                (equals("$.records.not_updating", False), "Be patient"),
                (equals("$.records.not_locked", False), "Read the lock"),
            ],
            "Look at the endpoint",
        ),
        "Read the lock": task(
            "ssm:getParameter",
            {"Name": plan.lock},
            "Look at its holder",
            select={"record.$": "States.StringToJson($.Parameter.Value)"},
            result="$.held",
            catch="Be patient",
            unless={"Ssm.ParameterNotFoundException": "Be patient"},
        ),
        "Look at its holder": task(
            "sfn:describeExecution",
            {"ExecutionArn.$": "$.held.record.execution"},
            "Does its holder run",
            select={"status.$": "$.Status"},
            result="$.holder",
            catch="Be patient",
            # An execution that nobody remembers holds nothing.
            unless={"Sfn.ExecutionDoesNotExistException": "Look at the endpoint"},
        ),
        "Does its holder run": choose(
            [(equals("$.holder.status", "RUNNING"), "Does it only wait")], "Look at the endpoint"
        ),
        # The clock goes before the cooldown of a step, and before alarms that come to rest.
        "Does it only wait": choose(
            [
                (equals("$.order.action", "step"), "Be patient"),
                (equals("$.held.record.stage", "cooling"), "Read the lock again"),
            ],
            "Be patient",
        ),
        **_take_over(plan),
    }


def _take_over(plan: ResizePlan) -> States:
    """Only the lock that was seen is taken away: its holder may have let go, and another may have it by now."""
    same = {"Variable": "$.again.record.execution", "StringEqualsPath": "$.held.record.execution"}
    return {
        "Read the lock again": task(
            "ssm:getParameter",
            {"Name": plan.lock},
            "Is it still that lock",
            select={"record.$": "States.StringToJson($.Parameter.Value)"},
            result="$.again",
            unless={"Ssm.ParameterNotFoundException": "Look at the records"},
        ),
        "Is it still that lock": choose(
            [(both(same, equals("$.again.record.stage", "cooling")), "Take over")], "Look at the records"
        ),
        "Take over": task("ssm:deleteParameters", {"Names": [plan.lock]}, "Look at the records"),
    }


def _endpoint(plan: ResizePlan) -> States:
    waking = both(equals("$.order.action", "wake"), equals("$.records.not_asleep", False))
    return {
        "Look at the endpoint": task(
            "sagemaker:describeEndpoint",
            {"EndpointName": plan.endpoint},
            "May it change",
            result="$.live",
            catch="Is there no endpoint",
            patient=False,
        ),
        "Is there no endpoint": choose(
            [({"Variable": "$.failure.Cause", "StringMatches": NOT_THERE}, "Nothing is live")], "Be patient"
        ),
        "Nothing is live": note({}, "Does it sleep", "$.live"),
        "Does it sleep": choose(
            [
                (equals("$.records.not_asleep", True), "Endpoint is gone"),
                (equals("$.order.action", "wake"), "Read where it fell asleep"),
            ],
            "It sleeps",
        ),
        "Endpoint is gone": fail("EndpointGone", f"endpoint {plan.endpoint} does not exist; run pulumi up"),
        "It sleeps": succeed("the endpoint sleeps"),
        "May it change": choose(
            [
                (both(equals("$.live.EndpointStatus", "Failed"), waking), "Remove the failed endpoint"),
                (both(equals("$.live.EndpointStatus", "InService"), waking), "Read where it fell asleep"),
                (equals("$.live.EndpointStatus", "InService"), "Is anything left over"),
                (
                    one_of("$.live.EndpointStatus", ["Failed", "OutOfService", "UpdateRollbackFailed"]),
                    "Endpoint is ill",
                ),
            ],
            "Be patient",
        ),
        "Endpoint is ill": fail(
            "EndpointIll",
            f"States.Format('endpoint {plan.endpoint} is {{}}; run pulumi up', $.live.EndpointStatus)",
        ),
        # A lock that nobody holds: its execution died, and what it took away is put back first.
        "Is anything left over": choose([(equals("$.records.not_locked", False), "Recall what was kept")], "Act"),
        "Act": choose(
            [
                (equals("$.order.action", "wake"), "It is awake"),
                (equals("$.order.action", "sleep"), "Remember what it was"),
            ],
            "Where does it stand",
        ),
        "It is awake": succeed("the endpoint is awake"),
    }
