"""What breaks first in a plan: the factor, its name, and the headroom."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from modelhost.planner.answer import Bottleneck
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.bottleneck import bottleneck
from tests.planner.question import offer, question, trace
from tests.planner.verdict.test_words import judged


def broken(count: int, **changes: object) -> Bottleneck:
    """What breaks a fixed count under a load of two days."""
    bench = Bench(question(trace=trace(2), offers=(offer(**changes),)))
    fixed = Candidate(Form.FIXED, "ml.m5.large", Policy(Fixed(), Bounds.constant(count, count), count))
    return bottleneck(bench, of_candidate(bench, fixed))


def test_a_fixed_count_has_its_headroom_in_numbers() -> None:
    """Nine replicas of one request per second each meet a peak of 2.7: they break at some three times that."""
    found = broken(9)
    assert found.what == "the count of 9 replicas"
    assert 2.6 < found.factor < 3.4
    assert f"headroom {100 * (found.factor - 1):.0f} %, by replay" in found.text


def test_what_the_quota_limits_is_called_so() -> None:
    """Twelve instances are six replicas with an update beside them."""
    assert "quota of 12" in broken(6, quota=12).what


def sized(bench: Bench, policy: Policy) -> Judged:
    """Two sizes, not replayed."""
    sizes = tuple(each.machine for each in bench.question.offers)
    return replace(judged(100.0), candidate=Candidate(Form.SIZES, sizes[0], policy, sizes=sizes))


def test_nothing_is_made_up_of_a_ladder_by_demand() -> None:
    """No number stands where nothing is known; sizes by the clock have numbers, and eight times hardly a request."""
    bench = Bench(question(trace=trace(2, mean=0.01), offers=(offer(), offer("ml.m5.xlarge", 0.2, 1.0))))
    clock = Policy(Fixed(), Bounds(np.array([0, 43_200 * 10**9]), np.array([1, 2]), np.array([1, 2])), 1, ladder=9)
    demand = replace(clock, autoscaler=TargetTracking(Metric.INVOCATIONS, 180.0))
    unknown, known = bottleneck(bench, sized(bench, demand)), bottleneck(bench, sized(bench, clock))
    assert unknown.what == "not known"
    assert math.isnan(unknown.factor)
    assert math.isnan(unknown.attainment)
    assert known.text == "Up to 8 times the load nothing breaks the promise, by the per-interval model."
