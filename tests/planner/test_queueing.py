"""The queue that theory knows."""

import numpy as np
import pytest

from benchmarks.queue_variance import variances
from benchmarks.queue_waits import customers
from modelhost.planner.exponential import exponential, seeded
from modelhost.planner.queueing import erlang_c, expected_waits, simulated_waits


def test_one_server_makes_wait_whoever_finds_it_busy() -> None:
    """With one server the share that waits is the utilisation, and the mean wait is rho / (1 - rho)."""
    assert erlang_c(1, 0.8) == pytest.approx(0.8)
    assert expected_waits(1, 0.8).mean == pytest.approx(4.0)


def test_two_servers_make_wait_by_a_known_share() -> None:
    """Erlang C of two servers is 2 rho^2 / (1 + rho)."""
    assert erlang_c(2, 0.5) == pytest.approx(2 * 0.25 / 1.5)


def test_a_load_without_end_is_refused() -> None:
    """A utilisation of 1 has no wait, and the message says why."""
    with pytest.raises(ValueError, match=r"utilisation: 1\.0 is not between 0 and 1"):
        erlang_c(3, 1.0)


def test_exponential_numbers_have_the_moments_and_the_tail_of_theirs() -> None:
    """Mean 1, variance 1, and e^-t of them beyond t, also where the ziggurat's lowest layer ends."""
    state = seeded(11)
    drawn = np.array([exponential(state) for _ in range(100_000)])
    assert drawn.mean() == pytest.approx(1.0, abs=0.012)
    assert drawn.var() == pytest.approx(1.0, abs=0.04)
    for time in (0.1, 1.0, 3.0, 7.8):
        assert (drawn > time).mean() == pytest.approx(np.exp(-time), abs=4 * np.sqrt(np.exp(-time) / 100_000))


def test_how_far_an_estimate_strays_is_known_before() -> None:
    """With one server the variance of the mean wait is Daley's, over the square of the mean."""
    rho = 0.8
    assert variances(1, rho).mean == pytest.approx((2 + 5 * rho - 4 * rho**2 + rho**3) / (rho * (1 - rho) ** 2))


@pytest.mark.parametrize(
    ("servers", "utilisation"), [(1, 0.7), (2, 0.7), (4, 0.7), (10, 0.7), (2, 0.8), (10, 0.8), (1, 0.9)]
)
def test_the_kernel_waits_as_theory_says(servers: int, utilisation: float) -> None:
    """Mean within 1 %, 99th percentile within 2 %, three standard errors; all queues: benchmarks/queue_waits.py."""
    seen = simulated_waits(servers, utilisation, customers(servers, utilisation, errors=3.0), seed=5)
    expected = expected_waits(servers, utilisation)
    assert seen.mean == pytest.approx(expected.mean, rel=0.01)
    assert seen.p99 == pytest.approx(expected.p99, rel=0.02)
