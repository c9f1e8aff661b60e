"""The definition keeps the rules of the Amazon States Language and of Step Functions."""

import itertools
import json

import pytest

from components.scaling.resize.definition import PARTS, definition
from components.scaling.resize.plan import ResizePlan, StepAlarm
from tests.components.scaling.walk import all_states, reached, scopes

LONGEST_NAME = 80
LARGEST_BYTES = 1024 * 1024
STEPS = (StepAlarm({"AlarmName": "up"}, (1.0, 2.0)), StepAlarm({"AlarmName": "down"}, (1.0, 2.0)))
PLANS = [
    ResizePlan("digits", "primary", "realtime", {"small": "a", "large": "b"}, alarms, 900, steps)
    for alarms, steps in itertools.product([(), ("cpu",)], [(), STEPS])
]


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


@pytest.mark.parametrize(("limit_seconds", "bound_seconds"), [(0, 7200), (3600, 7200), (28_800, 32_400)])
def test_a_rollout_is_waited_for_beyond_its_limit(limit_seconds, bound_seconds):
    """With the way back, in as many looks as ever: an execution may have 25,000 events."""
    plan = ResizePlan("digits", "primary", "realtime", {"small": "a"}, limit_seconds=limit_seconds)
    states = definition(plan)["States"]
    [rule] = states["Is it long enough"]["Choices"]
    assert rule["NumericGreaterThanEquals"] == 360
    assert rule["NumericGreaterThanEquals"] * states["Wait for the endpoint"]["Seconds"] == bound_seconds


def test_an_order_waits_as_long_as_a_rollout_may_take():
    """One that comes at the beginning of a rollout is not lost at its end."""
    plan = ResizePlan("digits", "primary", "realtime", {"small": "a"}, limit_seconds=28_800)
    [rule] = definition(plan)["States"]["Be patient"]["Choices"]
    assert rule["NumericGreaterThanEquals"] * 60 > plan.limit_seconds
