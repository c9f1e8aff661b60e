"""What becomes of requests and replicas."""

import numpy as np
import pytest

from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.policy import Balancer, Bounds, Policy, Startup
from modelhost.planner.queueing import expected_waits
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo
from tests.planner.simulation.builder import Fixed, fixed, run, same, service, steady

SECOND = float(SECOND_NS)


def exact(*seconds: float, length: float = 60.0) -> Trace:
    """A trace with requests at those times."""
    arrival_ns = np.rint(np.array(seconds) * SECOND).astype(np.int64)
    return Trace("exact", None, length, np.array([float(len(seconds))]), requests=Requests(arrival_ns))


def constant(seconds: float, slots: int = 1, queue_limit: int = 1_000) -> Service:
    """A replica whose requests all take as long."""
    return Service("m", Work(seconds, Shape.CONSTANT), np.ones(slots), queue_limit)


@pytest.mark.parametrize(("slots", "utilisation"), [(1, 0.7), (4, 0.8), (10, 0.8)])
def test_one_replica_with_slots_waits_as_theory_says(slots: int, utilisation: float) -> None:
    """Mean wait within 2 % of Erlang's in 4 million requests; the queue kernel is held to 1 % with more."""
    trace = steady(slots * utilisation * 1_000.0, 4_000_000 / (slots * utilisation * 1_000.0))
    seen = run(trace, service(0.001, slots, 100_000), fixed(1), warmup_seconds=20.0)
    assert seen.mean_wait_seconds * 1_000.0 == pytest.approx(expected_waits(slots, utilisation).mean, rel=0.02)


def test_random_balancing_makes_independent_queues() -> None:
    """Five replicas that get requests at random are five M/M/1: each waits rho / (1 - rho) service times."""
    seen = run(steady(350.0, 3_600.0), service(0.01, 1, 100_000), fixed(5, balancer=Balancer.RANDOM))
    assert seen.mean_wait_seconds * 100.0 == pytest.approx(0.7 / 0.3, rel=0.03)


def test_better_balancers_wait_less() -> None:
    """Random waits longer than round robin, that longer than power of two, that longer than least outstanding."""
    order = (Balancer.RANDOM, Balancer.ROUND_ROBIN, Balancer.POWER_OF_TWO, Balancer.LEAST_OUTSTANDING)
    waits = [run(steady(80.0), service(), fixed(10, balancer=balancer)).mean_wait_seconds for balancer in order]
    assert waits == sorted(waits, reverse=True)


def test_the_same_seed_gives_the_same_outcome() -> None:
    """Nothing depends on what ran before; another seed gives something else."""
    one = run(steady(8.0), service(), fixed(1), seed=5)
    assert same(one, run(steady(8.0), service(), fixed(1), seed=5))
    assert not same(one, run(steady(8.0), service(), fixed(1), seed=6))


def test_a_full_queue_turns_requests_away() -> None:
    """Of five at once, one is computed, two wait, two are rejected."""
    seen = run(exact(1, 1, 1, 1, 1), constant(2.0, queue_limit=2), fixed(1), slo=Slo(latency_ms=4_500.0))
    assert (seen.offered, seen.rejected, seen.within) == (5, 2, 2)


def test_a_caller_that_gives_up_is_a_miss_but_may_occupy_its_slot() -> None:
    """With 3 s of patience and 2 s of work, the second is computed in vain, the third leaves the queue uncomputed."""
    seen = run(exact(1, 1, 1, 6), constant(2.0), fixed(1), slo=Slo(latency_ms=60_000.0, timeout_ms=3_000.0))
    assert (seen.timed_out, seen.within, int(seen.histogram.sum())) == (2, 2, 2)
    assert seen.mean_wait_seconds == pytest.approx(2.0 / 3.0)


def test_a_request_is_as_slow_as_the_company_it_starts_in() -> None:
    """The second of two at once takes three times as long, the first is not slowed down."""
    both = Service("m", Work(1.0, Shape.CONSTANT), np.array([1.0, 3.0]))
    assert run(exact(1, 1), both, fixed(1), slo=Slo(latency_ms=1_000.0)).within == 1
    assert run(exact(1, 1), both, fixed(1), slo=Slo(latency_ms=3_000.0)).within == 2


def test_the_promise_about_tokens_is_wait_and_first_token() -> None:
    """The first token comes 0.3 s after the start: a wait of 0.5 s breaks a promise of 0.7 s, keeps one of 0.8 s."""
    tokens = Service("m", Work(0.5, Shape.CONSTANT), np.ones(1), 10, np.array([0.3]), np.array([0.02]))
    assert run(exact(1, 1), tokens, fixed(1), slo=Slo(ttft_ms=700.0, itl_ms=50.0)).within == 1
    assert run(exact(1, 1), tokens, fixed(1), slo=Slo(ttft_ms=800.0, itl_ms=50.0)).within == 2
    assert run(exact(1, 1), tokens, fixed(1), slo=Slo(ttft_ms=800.0, itl_ms=10.0)).within == 0


def scheduled(*rows: tuple[int, int]) -> Policy:
    """A fixed number of replicas from some second on."""
    since, count = np.array(rows).T
    return Policy(Fixed(), Bounds(since * SECOND_NS, count, count), int(count[0]))


def test_bounds_move_at_their_time_and_a_replica_serves_after_its_start_up() -> None:
    """A replica that is wanted at 20 s is paid for from then on and serves from 50 s on."""
    seen = run(exact(1), constant(1.0), scheduled((0, 1), (20, 2)), startup=Startup(30.0))
    assert seen.changed_ns.tolist() == [0, 20 * SECOND_NS, 50 * SECOND_NS]
    assert (seen.serving.tolist(), seen.paid.tolist()) == ([1, 1, 2], [1, 2, 2])
    assert seen.replica_seconds == 60.0 + 40.0


def test_a_draining_replica_finishes_its_queue_and_is_paid_until_then() -> None:
    """Taken away at 10 s with 15 s of work left, it takes nothing new and ends at 25 s."""
    seen = run(exact(5, 5, 12), constant(10.0), scheduled((0, 1), (10, 0)), slo=Slo(latency_ms=20_000.0))
    assert (seen.within, seen.rejected) == (2, 1)
    assert seen.changed_ns.tolist() == [0, 10 * SECOND_NS, 25 * SECOND_NS]
    assert seen.paid.tolist() == [1, 1, 0]


def test_a_replica_that_still_starts_is_taken_away_first() -> None:
    """What was launched at 10 s and is not wanted at 20 s never serves."""
    seen = run(exact(1), constant(1.0), scheduled((0, 1), (10, 3), (20, 1)), startup=Startup(30.0))
    assert (seen.serving.max(), seen.paid.tolist()) == (1, [1, 3, 1])


def test_the_warm_up_is_left_out_of_counts_and_of_money() -> None:
    """Of a request at 10 s and one at 40 s, only the second counts after a warm-up of 30 s."""
    seen = run(exact(10, 40), constant(1.0), fixed(2), warmup_seconds=30.0)
    assert (seen.offered, seen.replica_seconds, seen.seconds) == (1, 60.0, 30.0)
    assert seen.hours_offered.tolist() == [2]


def test_hundreds_of_replicas_and_long_queues_fit() -> None:
    """The arrays grow while the fleet does, and the reference agrees."""
    policy = Policy(Fixed(), Bounds(np.array([0, 20, 40]) * SECOND_NS, np.array([3, 300, 2]), np.array([3, 300, 2])), 3)
    fast = run(steady(400.0, 60.0), service(0.5), policy, startup=Startup(5.0, 2.0))
    assert fast.serving.max() == 300
    assert same(fast, run(steady(400.0, 60.0), service(0.5), policy, startup=Startup(5.0, 2.0), reference=True))


def test_a_warm_up_longer_than_the_trace_is_refused() -> None:
    """The message names the value, the trace's length and what to do."""
    with pytest.raises(ValueError, match=r"warmup_seconds: 3600 is not shorter than the trace of 60 s; give"):
        run(exact(1), constant(1.0), fixed(1), warmup_seconds=3_600.0)
