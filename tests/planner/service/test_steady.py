"""What requests meet on a busy server, by formula and by the engine that simulates it."""

import numpy as np
import pytest

from modelhost.planner.batching.run import batched
from modelhost.planner.batching.step import Step
from modelhost.planner.service.physical.steady import prefill_ps, steady

MS = 10**9
COST = Step(np.concatenate([[0], 8 * MS + np.arange(1, 2_049) * MS // 40]), 40_000, 1_000, 256, 400_000, 10 * MS, 1)
"""A step of 8 ms and 25 us for each token, of a server that schedules ahead."""


def closed(at_once: int) -> tuple[float, float]:
    """Return first and total time of requests that the engine serves at a steady *at_once*, found by their rate."""
    rate = 1.0
    for _ in range(12):
        arrival = (np.arange(1_500) * 1e9 / rate).astype(np.int64)
        served = batched(arrival, np.full(1_500, 600), np.full(1_500, 150), COST)
        total = float(served.total_seconds[300:1_200].mean())
        rate *= (at_once / (rate * total)) ** 0.7
    return float(served.first_seconds[300:1_200].mean()), total


@pytest.mark.parametrize("at_once", [2, 8, 24])
def test_the_formula_tells_what_the_engine_simulates(at_once: int) -> None:
    """With a steady number at once, mean total time agrees within 4 %, time to the first token within 20 %."""
    first, total = closed(at_once)
    met = steady(COST, 600, 600, 150, at_once)
    assert met.first_seconds[-1] + 149 * met.token_seconds[-1] == pytest.approx(total, rel=0.04)
    assert met.first_seconds[-1] == pytest.approx(first, rel=0.20)


def test_times_never_fall_with_more_requests() -> None:
    """Neither time is shorter with one more request."""
    met = steady(COST, 600, 600, 150, 200)
    assert (np.diff(met.first_seconds) >= 0).all()
    assert (np.diff(met.token_seconds) >= 0).all()


def test_a_long_prompt_is_cut_into_pieces() -> None:
    """5,000 tokens beside 48 running requests take two whole steps of 2,000 and one of 1,000."""
    took = prefill_ps(COST._replace(pair_ps=0), np.array([48.0]), 5_000, 5_000)
    assert took[0] == pytest.approx(5_000 * MS / 40, rel=1e-6)


def test_a_lone_request_waits_for_nobody() -> None:
    """Its first token comes after the intake and one step for its prompt."""
    met = steady(COST._replace(pair_ps=0), 600, 600, 150, 1)
    assert met.first_seconds[0] == pytest.approx(0.010 + 0.008 + 600 * 25e-6, rel=0.01)
