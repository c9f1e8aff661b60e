"""Fleets whose size moves: their words, their replay, and what they cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from modelhost.planner.autoscalers.step_scaling import StepScaling
from modelhost.planner.policy import Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.deploy import deployed
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.search.sized import composed, usd_per_hour
from tests.planner.question import offer, question, trace

SIZES = ("ml.m5.large", "ml.m5.xlarge")
CLOCK = [{"at": "daily 06:00", "size": SIZES[1]}, {"at": "daily 18:00", "size": SIZES[0]}]
BLOCK = {"strategy": "vertical", "sizes": list(SIZES), "replicas": {"count": 4}}
BENCH = Bench(question(trace=trace(2), offers=(offer(), offer(SIZES[1], 0.2, 1.0))))


def sized(policy: Policy) -> Candidate:
    """A candidate with both sizes."""
    return Candidate(Form.SIZES, SIZES[0], policy, sizes=SIZES)


def test_the_clock_moves_the_place_on_the_ladder() -> None:
    """Places count from 1, and the replicas stay as many."""
    policy = deployed({**BLOCK, "schedule": CLOCK}, SIZES[0], BENCH.trace)
    assert (policy.ladder, policy.initial) == (4, 1)
    assert policy.bounds.low.tolist() == [1, 2, 1, 2, 1]


def test_each_size_is_paid_at_its_own_price_and_twice_while_it_changes() -> None:
    """Half of the days of each, and four changes with a start-up of four minutes of both."""
    policy = deployed({**BLOCK, "schedule": CLOCK}, SIZES[0], BENCH.trace)
    found = of_candidate(BENCH, sized(policy))
    alike = 4 * 730 * (0.1 + 0.2) / 2
    assert found.cost.expected == pytest.approx(alike * (1 + 4 * 240 / (47 * 3_600)), rel=0.02)
    assert found.cost.floor == pytest.approx(4 * 730 * 0.1)


def test_a_size_that_runs_long_enough_is_committed() -> None:
    """Of two sizes that run 70 and 30 % of the time the former is, at 0.6 of the price."""
    bench = Bench(replace(BENCH.question, committed_ratio=0.6))
    candidate = sized(deployed({**BLOCK, "schedule": CLOCK}, SIZES[0], BENCH.trace))
    means = np.array([2.8, 1.2])
    assert usd_per_hour(bench, candidate, means) == pytest.approx(2.4 * 0.1 + 1.2 * 0.2)
    assert usd_per_hour(BENCH, candidate, means) == pytest.approx(2.8 * 0.1 + 1.2 * 0.2)


def test_the_model_sees_what_the_replay_does() -> None:
    """Attainment within a point, paid replicas within a per cent."""
    candidate = sized(deployed({**BLOCK, "schedule": CLOCK}, SIZES[0], BENCH.trace))
    seen, paid = composed(BENCH, candidate)
    found = of_candidate(BENCH, candidate)
    kept = float(seen.offered @ seen.attainment / seen.offered.sum())
    assert found.outcome is not None
    assert kept == pytest.approx(found.outcome.attainment, abs=0.01)
    assert paid.sum(axis=1).mean() == pytest.approx(found.mean_replicas, rel=0.01)


def test_demand_climbs_the_ladder() -> None:
    """Two replicas that are too small for the day are exchanged for larger ones, and back."""
    block = {**BLOCK, "replicas": {"count": 2}, "ladder": {"metric": "cpu", "up_above": 0.6, "down_below": 0.2}}
    policy = deployed(block, SIZES[0], BENCH.trace)
    assert isinstance(policy.autoscaler, StepScaling)
    found = of_candidate(BENCH, replace(sized(policy), form=Form.CLIMBING))
    assert found.outcome is not None
    assert all(np.array(found.outcome.size_seconds) > 0)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"ladder": {"metric": "memory", "up_above": 0.7, "down_below": 0.3}}, "how memory follows the load"),
        ({"ladder": {"up_above": 0.7, "down_below": 0.3}, "hours": "weekdays 07-20"}, "not simulated"),
        (
            {"schedule": [*CLOCK, {"at": "daily 09:00", "count": 5}, {"at": "daily 19:00", "count": 4}]},
            "not simulated together",
        ),
    ],
)
def test_what_cannot_be_simulated_is_said(words: dict[str, object], reason: str) -> None:
    """With the reason, instead of a wrong cost."""
    with pytest.raises(ValueError, match=reason):
        deployed({**BLOCK, **words}, SIZES[0], BENCH.trace)
