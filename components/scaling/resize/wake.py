"""Wake the endpoint: create it under its name with what the parameter says, which an `up` may have renewed meanwhile.

A morning without free machines is answered by patience: what failed is removed and tried again.
"""

from components.scaling.resize.fleet import COUNT, count_instances
from components.scaling.resize.order import one_more
from components.scaling.resize.plan import WAKE_RETRY_SECONDS, WAKE_TRIES, ResizePlan
from components.scaling.resize.settle import settle
from components.scaling.resize.state import (
    States,
    at_least,
    both,
    choose,
    equals,
    fail,
    note,
    present,
    task,
    wait,
    work_out,
)


def states(plan: ResizePlan) -> States:
    """Return the states from the order to wake to as many instances as there were."""
    return _read(plan) | _create(plan) | _clear(plan) | _count(plan)


def _read(plan: ResizePlan) -> States:
    return {
        "Read where it fell asleep": task(
            "ssm:getParameter",
            {"Name": plan.asleep_record},
            "Is there no endpoint yet",
            select={"record.$": "States.StringToJson($.Parameter.Value)"},
            result="$.asleep",
        ),
        "Is there no endpoint yet": choose(
            [(both(present("$.live.EndpointStatus"), equals("$.live.EndpointStatus", "InService")), "How many woke")],
            "Read the tags it had",
        ),
        "Read the tags it had": task(
            "ssm:getParameter",
            {"Name": plan.tags_record},
            "Create it again",
            select={"all.$": "States.StringToJson($.Parameter.Value)"},
            result="$.tags",
            catch="It had no tags",
            unless={"Ssm.ParameterNotFoundException": "It had no tags"},
        ),
        "It had no tags": note({"all": []}, "Create it again", "$.tags"),
    }


def _create(plan: ResizePlan) -> States:
    return {
        "Create it again": task(
            "sagemaker:createEndpoint",
            {
                "EndpointName": plan.endpoint,
                "EndpointConfigName.$": "$.asleep.record.configuration",
                "Tags.$": "$.tags.all",
            },
            "Wait until it is awake",
        ),
        "Wait until it is awake": settle("created"),
        "Is it in service": choose(
            [(equals("$.live.EndpointStatus", "InService"), "How many woke")], "May it be tried again"
        ),
        "It takes too long to wake": fail("TooSlow", f"endpoint {plan.endpoint} is not in service yet"),
    }


def _clear(plan: ResizePlan) -> States:
    return {
        "May it be tried again": choose(
            [(at_least("$.order.attempts", WAKE_TRIES), "It cannot be woken")], "Wait for machines"
        ),
        "It cannot be woken": fail(
            "NotAwake", f"endpoint {plan.endpoint} failed to start; see its FailureReason, then run the order again"
        ),
        "Wait for machines": wait(WAKE_RETRY_SECONDS, "Count the attempts"),
        "Count the attempts": work_out(one_more("attempts"), "Remove the failed endpoint", "$.order"),
        "Remove the failed endpoint": task(
            "sagemaker:deleteEndpoint", {"EndpointName": plan.endpoint}, "Wait until it is removed"
        ),
        "Wait until it is removed": settle("cleared"),
        "It was not removed": fail("NotRemoved", f"endpoint {plan.endpoint} failed to start and cannot be removed"),
    }


def _count(plan: ResizePlan) -> States:
    fewer = {"Variable": COUNT, "NumericLessThanPath": "$.asleep.record.count"}
    return {
        **count_instances(plan, "How many woke", "Are there fewer"),
        "Are there fewer": choose([(fewer, "Bring back the others")], "Recall what was kept"),
        "Bring back the others": task(
            "sagemaker:updateEndpointWeightsAndCapacities",
            {
                "EndpointName": plan.endpoint,
                "DesiredWeightsAndCapacities": [
                    {"VariantName": plan.variant, "DesiredInstanceCount.$": "$.asleep.record.count"}
                ],
            },
            "Wait for the others to come",
            catch="Recall what was kept",  # fewer instances than in the evening are no reason to have none
        ),
        "Wait for the others to come": settle("counted"),
    }
