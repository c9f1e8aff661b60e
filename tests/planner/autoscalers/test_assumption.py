"""What is assumed can be listed, and tried out."""

from dataclasses import fields

import pytest

from modelhost.planner.autoscalers.assumption import assumptions
from modelhost.planner.autoscalers.autoscaler import Autoscaler
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.keda_cron import KedaCron, Window
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.scale_to_zero import ScaleToZero
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import Step, StepPolicy, StepScaling
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from tests.planner.autoscalers.driver import Driver

ALL: list[Autoscaler] = [
    Fixed(),
    TargetTracking(Metric.INVOCATIONS, 600.0),
    TargetTracking(Metric.CONCURRENCY, 4.0),
    StepScaling((StepPolicy(Metric.INVOCATIONS, 600.0, (Step(0.0, 1),)),)),
    Several((TargetTracking(Metric.CONCURRENCY, 3.0), TargetTracking(Metric.INVOCATIONS, 300.0))),
    ScaleToZero(4.0),
    Hpa(Load.CONCURRENCY, 4.0),
    Hpa(Load.UTILIZATION, 0.6),
    KedaCron((Window(0.0, 3_600.0, 2),)),
]


@pytest.mark.parametrize("autoscaler", ALL, ids=lambda each: each.label)
def test_every_guess_has_a_variant_that_differs_and_runs(autoscaler: Autoscaler) -> None:
    """Each names another value, where the first comes from, and an autoscaler that a simulation can try."""
    for guess in assumptions(autoscaler):
        assert guess.other != autoscaler, guess.what
        assert guess.value != guess.other_value, guess.what
        assert guess.source, guess.what
        assert len(Driver(guess.other).run([50.0] * 60, [5.0] * 60).wanted) == 60


def test_every_field_marked_assumed_is_listed() -> None:
    """No assumed number of target tracking is left out."""
    found = TargetTracking(Metric.INVOCATIONS, 600.0)
    tried = {
        field.name
        for guess in assumptions(found)
        for field in fields(found)
        if getattr(guess.other, field.name) != getattr(found, field.name)
    }
    assumed = {"lag_seconds", "zero_reported", "capacity_counts_starting", "waits_for_starting", "largest_step_in"}
    assert tried == assumed


@pytest.mark.parametrize("autoscaler", ALL, ids=lambda each: each.label)
def test_the_label_says_what_it_does(autoscaler: Autoscaler) -> None:
    """A label is a few words, and tells the kinds apart."""
    assert 5 <= len(autoscaler.label) < 80
    assert sum(autoscaler.label == other.label for other in ALL) == 1
