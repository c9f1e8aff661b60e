"""The definition keeps the rules of the Amazon States Language and of Step Functions."""

import itertools
import json

import pytest

from components.scaling.resize.definition import PARTS, definition
from components.scaling.resize.plan import PolicyAlarm, ResizePlan, StepAlarm

LONGEST_NAME = 80
LARGEST_BYTES = 1024 * 1024
STEPS = (StepAlarm({"AlarmName": "up"}, (1.0, 2.0)), StepAlarm({"AlarmName": "down"}, (1.0, 2.0)))
PLANS = [
    ResizePlan("digits", "primary", "realtime", {"small": "a", "large": "b"}, alarms, 900, steps, policies)
    for alarms, steps, policies in itertools.product(
        [(), ("cpu",)], [(), STEPS], [(), (PolicyAlarm("wake-up", {"AlarmName": "w"}),)]
    )
]


def targets(state):
    """Return where a state may go."""
    jumps = [state, *state.get("Catch", []), *state.get("Choices", [])]
    return {each["Next"] for each in jumps if "Next" in each} | ({state["Default"]} if "Default" in state else set())


def scopes(machine):
    """Yield each set of states with its start: the machine's and those of its maps."""
    yield machine["StartAt"], machine["States"]
    for state in machine["States"].values():
        if "ItemProcessor" in state:
            yield state["ItemProcessor"]["StartAt"], state["ItemProcessor"]["States"]


def all_states(machine):
    """Return every state with its name, those of maps included."""
    return [pair for _, states in scopes(machine) for pair in states.items()]


def reached(start, states):
    """Return the states that can be reached."""
    found, coming = set(), {start}
    while coming:
        found |= coming
        coming = {each for name in coming for each in targets(states[name])} - found
    return found


@pytest.mark.parametrize("plan", PLANS)
def test_every_state_is_reached_and_every_target_exists(plan):
    """Step Functions refuses a definition otherwise."""
    for start, states in scopes(definition(plan)):
        assert reached(start, states) == set(states)


@pytest.mark.parametrize("plan", PLANS)
def test_names_are_unique_in_the_whole_machine(plan):
    """Those of maps too; and none is longer than 80 characters."""
    names = [name for name, _ in all_states(definition(plan))]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= LONGEST_NAME


@pytest.mark.parametrize("plan", PLANS)
def test_no_part_hides_a_state_of_another(plan):
    """The parts are merged, and each state is written once."""
    names = [name for part in PARTS for name in part(plan)]
    assert len(names) == len(set(names))


def test_the_definition_is_small():
    """Step Functions takes a mebibyte."""
    plan = ResizePlan("digits", "primary", "realtime", {f"size-{n}": f"{n}" for n in range(20)}, ("a",) * 30)
    assert len(json.dumps(definition(plan)).encode()) < LARGEST_BYTES


def test_every_call_is_bounded_and_tried_again():
    """Throttling is no failure; the questions of the waiting loops are asked again by the loop."""
    tasks = {name: state for name, state in all_states(definition(PLANS[-1])) if state["Type"] == "Task"}
    assert all(state["TimeoutSeconds"] == 60 for state in tasks.values())
    assert {name for name, state in tasks.items() if "Retry" not in state} == {
        "Look at the endpoint",
        "Look how it stands",
    }
    retries = [state["Retry"][-1] for state in tasks.values() if "Retry" in state]
    assert {(each["JitterStrategy"], each["BackoffRate"], each["MaxAttempts"]) for each in retries} == {("FULL", 2, 5)}


def test_whatever_fails_behind_the_lock_is_put_back():
    """From the first thing taken away to the update, a failure leads to the restoration."""
    states = definition(PLANS[-1])["States"]
    for name in (
        "Look for an update",
        "Capture targets",
        "Keep targets",
        "Capture policies",
        "Keep these policies",
        "Capture scheduled actions",
        "Keep these scheduled actions",
        "Take the scaling away",
        "Update it",
        "Roll it out",
        "Keep its tags",
        "Mute the alarms",
        "Delete it",
    ):
        assert [each["Next"] for each in states[name]["Catch"]] == ["Put it back"]


def test_calls_are_of_the_sdk_in_the_partition_of_the_account():
    """No code of ours runs anywhere."""
    plan = ResizePlan("digits", "primary", "realtime", {"small": "a"}, partition="aws-cn")
    resources = {state["Resource"] for _, state in all_states(definition(plan)) if "Resource" in state}
    assert all(each.startswith("arn:aws-cn:states:::aws-sdk:") for each in resources)
