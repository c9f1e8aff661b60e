"""What a scaling block of the stack file does in the simulator."""

import numpy as np
import pytest

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import Step, StepScaling
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.search.deploy import deployed
from tests.planner.question import trace


def test_a_count_is_bounds_that_meet() -> None:
    """Horizontal never moves."""
    policy = deployed({"strategy": "horizontal", "replicas": {"count": 3}}, "ml.m5.large", trace())
    assert policy.autoscaler == Fixed()
    assert (policy.bounds.low.tolist(), policy.bounds.high.tolist(), policy.initial) == ([3], [3], 3)


def test_a_target_is_tracked_with_the_cooldowns_of_the_stack_file() -> None:
    """What is not written is what the spec decides: a scale-in waits at least for a start-up."""
    block = {"strategy": "auto", "replicas": {"min": 1, "max": 6}, "target": {"metric": "invocations", "value": 90}}
    policy = deployed(block, "ml.m5.large", trace(), startup_seconds=480.0)
    assert policy.autoscaler == TargetTracking(Metric.INVOCATIONS, 90.0, 60.0, 480.0)


def test_a_schedule_moves_the_floor() -> None:
    """Entries become bounds at their time."""
    block = {
        "strategy": "auto",
        "replicas": {"min": 1, "max": 6},
        "target": {"metric": "concurrency", "value": 2.0},
        "schedule": [{"at": "daily 08:00", "min": 3}, {"at": "daily 20:00", "min": 1}],
    }
    bounds = deployed(block, "ml.m5.large", trace(2)).bounds
    assert bounds.low.tolist() == [1, 3, 1, 3, 1]
    assert np.unique(bounds.high).tolist() == [6]


TRACKED = {"strategy": "auto", "replicas": {"min": 1, "max": 6}}


def test_what_cannot_be_simulated_is_said() -> None:
    """A load that nothing here tells of is refused with the reason."""
    block = {**TRACKED, "target": {"metric": "gpu", "value": 0.5}}
    with pytest.raises(ValueError, match="GPUUtilization cannot be simulated, as how busy a GPU looks"):
        deployed(block, "ml.g5.xlarge", trace())


def test_the_use_of_cores_is_the_share_of_busy_slots() -> None:
    """AWS counts 100 per cent for each core; what is followed is the share of all."""
    found = deployed({**TRACKED, "target": {"metric": "cpu", "value": 0.5}}, "ml.m5.large", trace()).autoscaler
    assert found == TargetTracking(Metric.UTILIZATION, 0.5, 60.0, 300.0)


def test_several_targets_and_steps_stand_together() -> None:
    """Steps keep their threshold, their distances and their cooldown."""
    block = {
        **TRACKED,
        "targets": [{"metric": "invocations", "value": 90}, {"metric": "concurrency", "value": 2}],
        "steps": [{"metric": "concurrency", "above": 8, "change": [{"add": 1}, {"beyond": 4, "add": 3}]}],
    }
    found = deployed(block, "ml.m5.large", trace()).autoscaler
    assert isinstance(found, Several)
    assert [each.metric for each in found.trackings] == [Metric.INVOCATIONS, Metric.CONCURRENCY]
    [steps] = found.policies
    assert (steps.metric, steps.threshold, steps.rising) == (Metric.CONCURRENCY_PEAK, 8.0, True)
    assert steps.steps == (Step(0.0, 1), Step(4.0, 3))


def test_steps_alone_are_step_scaling() -> None:
    """A policy below a threshold takes away, the farther the more."""
    change = [{"percent": -10}, {"beyond": 20, "percent": -50}]
    block = {**TRACKED, "steps": [{"metric": "invocations", "below": 60, "change": change}]}
    found = deployed(block, "ml.m5.large", trace()).autoscaler
    assert isinstance(found, StepScaling)
    assert (found.policies[0].rising, found.policies[0].steps) == (False, (Step(0.0, -10), Step(20.0, -50)))


def test_an_endpoint_is_gone_outside_its_hours() -> None:
    """It comes with its count, tracks between its bounds, and goes."""
    block = {
        "strategy": "auto",
        "replicas": {"count": 3, "min": 1, "max": 6},
        "target": {"metric": "invocations", "value": 90},
        "hours": "daily 07-20",
    }
    bounds = deployed(block, "ml.m5.large", trace(1)).bounds
    times = (bounds.from_ns / 3.6e12).tolist()
    assert times == pytest.approx([0.0, 7.0, 7 + 10 / 3_600, 20.0])
    assert (bounds.low.tolist(), bounds.high.tolist()) == ([0, 3, 1, 0], [0, 6, 6, 0])


def test_a_field_kept_for_another_strategy_does_not_matter() -> None:
    """The ladder of `vertical` is not in force with `horizontal`."""
    block = {
        "strategy": "horizontal",
        "sizes": ["ml.m5.large", "ml.m5.xlarge"],
        "ladder": {"up_above": 0.7, "down_below": 0.3},
        "replicas": {"count": 1},
    }
    assert deployed(block, "ml.m5.large", trace(1)).initial == 1
