"""The compiled engine says what the obvious one says, and what a pencil says."""

import numpy as np
import pytest

from modelhost.planner.array import Counts
from modelhost.planner.batching.reference import stepped
from modelhost.planner.batching.run import always, batched, chosen, ran, served
from modelhost.planner.batching.step import Step
from modelhost.planner.policy import Balancer

MS = 10**9
"""Picoseconds of a millisecond."""


def step(tokens: int = 512, cache: int = 100_000, sequences: int = 64, ahead: int = 1, cache_ps: int = 31_337) -> Step:
    """Return a step of 10 ms and 20 us for each token in it."""
    linear = 10 * MS + np.arange(tokens + 1) * MS // 50
    linear[0] = 0
    return Step(linear, cache_ps, 1_009, sequences, cache, 3 * MS, ahead)


def load(count: int, rate: float, seed: int = 7) -> tuple[Counts, Counts, Counts]:
    """Return arrivals at *rate* per second, prompts and answers of very different lengths."""
    random = np.random.default_rng(seed)
    arrival = np.cumsum(random.exponential(1e9 / rate, count)).astype(np.int64)
    return arrival, random.geometric(1 / 400, count), random.geometric(1 / 120, count)


CASES = {
    "ample": step(),
    "long prompts in pieces": step(tokens=96),
    "few at once": step(sequences=6),
    "a small cache": step(cache=5_000),
    "scheduled late": step(ahead=0),
    "a tiny cache and small pieces": step(tokens=64, cache=4_000, sequences=16),
}


@pytest.mark.parametrize(
    ("case", "balancer"),
    [(case, Balancer.LEAST_OUTSTANDING) for case in CASES] + [("a small cache", Balancer.ROUND_ROBIN)],
)
def test_the_engine_equals_the_reference_to_the_picosecond(case: str, balancer: Balancer) -> None:
    """Each of 2,000 requests on three replicas has its first and last token at the same picosecond."""
    arrival, prompt, output = load(2_000, rate=9.0)
    which = chosen(2_000, 3, balancer, None)
    fast = ran(arrival, prompt, output, CASES[case], which, always(3))
    slow = stepped(arrival, prompt, output, CASES[case], which, always(3))
    assert np.array_equal(fast.first_ps, slow.first_ps)
    assert np.array_equal(fast.finish_ps, slow.finish_ps)


def test_a_small_cache_puts_requests_back() -> None:
    """The case above is worth its name: requests lose their cache, and still finish."""
    arrival, prompt, output = load(500, rate=9.0)
    fast = ran(arrival, prompt, output, CASES["a small cache"], np.zeros(1, np.int64), always(1))
    assert fast.put_back > 10
    assert (fast.finish_ps > 0).all()


def test_a_lone_request_takes_its_steps() -> None:
    """3 ms of intake, a step for 100 tokens of prompt, and four further steps of one token."""
    one = np.array([0]), np.array([100]), np.array([5])
    served = batched(*one, step(cache_ps=0)._replace(pair_ps=0))
    assert served.first_seconds[0] == pytest.approx(0.003 + 0.010 + 100 * 20e-6)
    assert served.total_seconds[0] - served.first_seconds[0] == pytest.approx(4 * 0.01002)
    assert served.token_seconds[0] == pytest.approx(0.01002)


def test_what_is_cached_is_not_computed() -> None:
    """Of a prompt of 100 tokens with 96 in the cache, 4 are computed."""
    one = np.array([0]), np.array([100]), np.array([1])
    whole, rest = (batched(*one, step(), cached=np.array([known])).first_seconds[0] for known in (0, 96))
    assert whole - rest == pytest.approx(96 * 20e-6, rel=0.01)


def test_a_request_that_the_cache_can_never_hold_is_told() -> None:
    """It has no times, and the others are served."""
    served = batched(np.array([0, 1]), np.array([6_000, 100]), np.array([5, 5]), step(cache=5_000))
    assert np.isnan(served.total_seconds).tolist() == [True, False]


def test_more_load_is_never_faster() -> None:
    """The mean latency grows with the rate."""
    means = [batched(*load(1_000, rate), step()).total_seconds.mean() for rate in (0.5, 2.0, 8.0)]
    assert means == sorted(means)


def test_a_balancer_that_it_lacks_is_refused() -> None:
    """Power of two is the fleet simulator's, not this one's."""
    with pytest.raises(ValueError, match="POWER_OF_TWO is not for language models"):
        batched(*load(1, 1.0), step(), balancer=Balancer.POWER_OF_TWO)


def test_both_agree_when_replicas_come_and_go() -> None:
    """With replicas that open late and close early, one gap without any among them, both say the same."""
    arrival, prompt, output = load(2_000, rate=9.0)
    second = 10**12
    service = np.array([[0, 60], [20, 120], [125, 200], [130, 10_000]]) * second
    which = np.full(2_000, -1)
    fast = ran(arrival, prompt, output, step(), which, service)
    slow = served(stepped(arrival, prompt, output, step(), which, service), 0)
    assert np.array_equal(fast.total_seconds, slow.total_seconds, equal_nan=True)
    nobody = (arrival / 1e9 + 0.003 >= 120) & (arrival / 1e9 + 0.003 < 125)
    assert nobody.sum() > 20
    assert np.array_equal(np.isnan(fast.total_seconds), nobody)
