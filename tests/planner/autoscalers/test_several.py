"""Several policies on one fleet: the largest count wins, and all have to agree before it shrinks."""

from __future__ import annotations

import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import Step, StepPolicy
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from tests.planner.autoscalers.driver import Driver

INVOCATIONS = TargetTracking(Metric.INVOCATIONS, 600.0)
CONCURRENCY = TargetTracking(Metric.CONCURRENCY, 4.0)
HOUR = 360
BUSY, IDLE = [400.0] * HOUR, [50.0] * HOUR
"""Requests of ten seconds, for an hour: of a load that four replicas bear, and of one for a single replica."""


def reached(found: Several | TargetTracking, arrivals: list[float], at_once: list[float]) -> int:
    """How many replicas *found* wants in the end, with four from the start."""
    return int(Driver(found, replicas=4).run(arrivals, at_once).wanted[-1])


def test_one_load_that_asks_for_more_is_enough() -> None:
    """Requests at once stay low, and the invocations are followed."""
    assert reached(Several((INVOCATIONS, CONCURRENCY)), [800.0] * HOUR, [1.0] * HOUR) == 8


def test_one_load_that_is_not_low_keeps_the_fleet() -> None:
    """Alone either would shrink; together they wait for each other."""
    assert reached(INVOCATIONS, IDLE, [15.0] * HOUR) < 4
    assert reached(Several((INVOCATIONS, CONCURRENCY)), IDLE, [15.0] * HOUR) == 4


def test_when_all_are_low_the_larger_need_decides() -> None:
    """Invocations need one replica, requests at once need two."""
    assert reached(Several((INVOCATIONS, CONCURRENCY)), IDLE, [6.0] * HOUR) == 2


def test_a_step_that_takes_away_is_not_held_back() -> None:
    """AWS documents it so: the tracking may scale out again afterwards."""
    step = StepPolicy(Metric.INVOCATIONS, 600.0, (Step(0.0, -1),), rising=False)
    assert min(Driver(Several((CONCURRENCY,), (step,)), replicas=4).run(IDLE, [15.0] * HOUR).wanted) == 3


@pytest.mark.parametrize("tracking", [INVOCATIONS, CONCURRENCY])
def test_one_policy_among_several_acts_as_alone(tracking: TargetTracking) -> None:
    """A single tracking decides the same, every ten seconds."""
    load, at_once = BUSY + [900.0] * HOUR + IDLE, [9.0] * HOUR + [40.0] * HOUR + [2.0] * HOUR
    alone = Driver(tracking).run(load, at_once).wanted
    assert list(Driver(Several((tracking,))).run(load, at_once).wanted) == list(alone)
