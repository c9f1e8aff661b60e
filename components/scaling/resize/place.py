"""Find the configuration that the order asks for.

The machine acts only while the live configuration is one of those it knows. An execution that waited through an update
has an old definition: it hands its order over to a new execution instead of bringing the old model back.
"""

from components.scaling.resize.order import one_more
from components.scaling.resize.plan import PATIENCE_SECONDS, ResizePlan
from components.scaling.resize.state import (
    Rule,
    States,
    at_least,
    choose,
    equals,
    fail,
    note,
    succeed,
    task,
    wait,
    work_out,
)


def states(plan: ResizePlan) -> States:
    """Return the states from the live configuration to the wanted one."""
    return _live(plan) | _wanted(plan) | _handover(plan)


def _live(plan: ResizePlan) -> States:
    found: list[tuple[Rule, str]] = []
    places: States = {}
    for place, (size, name) in enumerate(plan.configurations.items()):
        found.append((equals("$.live.EndpointConfigName", name), f"It stands at {size}"))
        places[f"It stands at {size}"] = note(place, "Which way", "$.place")
    return {"Where does it stand": choose(found, "May a new definition know"), **places}


def _wanted(plan: ResizePlan) -> States:
    thresholds = {f"threshold_{n}": list(alarm.thresholds) for n, alarm in enumerate(plan.step_alarms)}
    ladder = {"sizes": plan.sizes, "configurations": list(plan.configurations.values()), **thresholds}
    asked = [(equals("$.order.size", size), f"To {size}") for size in plan.sizes]
    known = ", ".join(plan.sizes)
    return {
        "Which way": choose([(equals("$.order.action", "step"), "One step")], "Which size"),
        "One step": work_out({"place.$": "States.MathAdd($.place, $.order.by)"}, "Is there such a step", "$.wanted"),
        "Is there such a step": choose(
            [
                ({"Variable": "$.wanted.place", "NumericLessThan": 0}, "End of the ladder"),
                (at_least("$.wanted.place", len(plan.sizes)), "End of the ladder"),
            ],
            "Read the ladder",
        ),
        "End of the ladder": succeed("the ladder ends here"),
        "Which size": choose(asked, "Unknown size"),
        **{f"To {size}": note({"place": n}, "Read the ladder", "$.wanted") for n, size in enumerate(plan.sizes)},
        "Unknown size": fail(
            "UnknownSize", f"States.Format('{{}} is not a size of the ladder; use one of {known}', $.order.size)"
        ),
        "Read the ladder": note(ladder, "Take the rung", "$.ladder"),
        "Take the rung": work_out(
            {
                "place.$": "$.wanted.place",
                "size.$": "States.ArrayGetItem($.ladder.sizes, $.wanted.place)",
                "configuration.$": "States.ArrayGetItem($.ladder.configurations, $.wanted.place)",
                **{f"{each}.$": f"States.ArrayGetItem($.ladder.{each}, $.wanted.place)" for each in thresholds},
            },
            "Is it there already",
            "$.wanted",
        ),
        "Is it there already": choose(
            [
                (
                    {"Variable": "$.live.EndpointConfigName", "StringEqualsPath": "$.wanted.configuration"},
                    "It is there already",
                )
            ],
            "Remember what it was",
        ),
        "It is there already": succeed("the endpoint has that size already"),
    }


def _handover(plan: ResizePlan) -> States:
    return {
        "May a new definition know": choose(
            [(at_least("$.order.tries", plan.patience_looks), "Unknown configuration")], "Wait for a new definition"
        ),
        "Wait for a new definition": wait(PATIENCE_SECONDS, "Count the handover"),
        "Count the handover": work_out(one_more("tries"), "Hand the order over", "$.order"),
        "Hand the order over": task(
            "sfn:startExecution",
            {"StateMachineArn.$": "$$.StateMachine.Id", "Input.$": "States.JsonToString($.order)"},
            "Handed over",
        ),
        "Handed over": succeed("handed over to an execution that knows the configurations of now"),
        "Unknown configuration": fail(
            "UnknownConfiguration",
            f"States.Format('endpoint {plan.endpoint} serves {{}}, which is none of its sizes; run pulumi up', "
            "$.live.EndpointConfigName)",
        ),
    }
