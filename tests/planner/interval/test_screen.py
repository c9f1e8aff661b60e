"""Screening follows the load as a fleet would, and is close to the request-level simulator."""

import numpy as np
import pytest

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.interval.capacity import capacity
from modelhost.planner.interval.screen import screen, timeline
from modelhost.planner.interval.ticks import tick_counts
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate
from tests.planner.interval.case import (
    STARTUP,
    day,
    fixed,
    four_at_once,
    language_model,
    minutes,
    one_at_a_time,
    tracking,
)

PROMISE = Slo(latency_ms=1_500.0)


def test_a_fixed_count_costs_its_time() -> None:
    """Replicas that are always there are paid for all the time after the warm-up."""
    made = screen(np.full(1_080, 10.0), capacity(four_at_once(), PROMISE, 3), [fixed(3)], STARTUP)
    assert made.replica_seconds[0] == 3 * 7_200
    assert (made.mean_replicas[0], made.peak_replicas[0]) == (3.0, 3.0)


def test_starting_replicas_are_paid_and_do_not_serve() -> None:
    """A floor that rises at 600 s is paid at once and serves after the start-up of 300 s."""
    bounds = Bounds(np.array([0, 600 * SECOND_NS]), np.array([1, 4]), np.array([1, 4]))
    line = timeline(np.full(120, 10.0), capacity(four_at_once(), PROMISE, 4), Policy(Fixed(), bounds), Startup(300.0))
    assert (line.paid[59], line.paid[60]) == (1.0, 4.0)
    assert (line.serving[89], line.serving[90]) == (1.0, 4.0)


def test_an_overload_builds_a_queue_that_drains_later() -> None:
    """After ten minutes of twice what a replica can do, requests wait until the queue is worked off."""
    counts = np.concatenate([np.full(60, 200.0), np.full(300, 50.0)])
    service = Service("m", one_at_a_time().work, queue_limit=10**6)
    line = timeline(counts, capacity(service, Slo(latency_ms=1_000.0), 1), fixed(1), STARTUP)
    assert line.attainment[20] == 0.0
    assert line.attainment[62:65].max() < 1.0
    assert line.attainment[-1] > 0.98


def test_nobody_in_service_keeps_no_promise() -> None:
    """Without replicas every request is a miss."""
    made = screen(np.full(720, 5.0), capacity(four_at_once(), PROMISE, 1), [fixed(0)], STARTUP)
    assert (made.attainment[0], made.replica_seconds[0]) == (0.0, 0.0)


def test_no_requests_are_no_miss() -> None:
    """Attainment of nothing is 1, in all and in every hour."""
    made = screen(np.zeros(720), capacity(four_at_once(), PROMISE, 1), [fixed(1)], STARTUP)
    assert (made.attainment[0], made.worst_hour[0]) == (1.0, 1.0)


def test_two_threads_say_what_one_says() -> None:
    """Results do not depend on how the policies are shared out."""
    counts, made = tick_counts(day(30.0, hours=6)), capacity(four_at_once(), PROMISE, 30)
    policies = [tracking(Metric.INVOCATIONS, 60.0 * rate) for rate in (3, 5, 7)] + [fixed(6)]
    one, two = (screen(counts, made, policies, STARTUP, threads=threads) for threads in (1, 2))
    assert (one.attainment == two.attainment).all()
    assert (one.replica_seconds == two.replica_seconds).all()


CASES = {
    "slots": (four_at_once(), 30.0, PROMISE, [3.0, 5.0, 7.0, 8.0], [1.0, 1.5], [5, 6, 8]),
    "one at a time": (one_at_a_time(0.05), 25.0, Slo(latency_ms=300.0), [6.0, 10.0, 14.0], [0.3, 0.6], [2, 3, 4]),
    "language model": (language_model(), 3.0, Slo(latency_ms=30_000.0), [0.6, 1.1, 1.5], [4.0, 10.0], [2, 3, 4]),
}


@pytest.mark.parametrize("name", CASES)
def test_screening_is_close_to_the_requests(name: str) -> None:
    """Attainment within 2 points where it matters, cost within 3 % on the mean, the order kept, the winner listed."""
    service, mean, slo, invocations, concurrency, counts = CASES[name]
    trace = day(mean, hours=10)
    policies = [tracking(Metric.INVOCATIONS, 60.0 * rate) for rate in invocations]
    policies += [tracking(Metric.CONCURRENCY, target) for target in concurrency] + [fixed(count) for count in counts]
    made = screen(tick_counts(trace, 1), capacity(service, slo, 30), policies, STARTUP)
    true = [simulate(trace, service, policy, STARTUP, slo, 1) for policy in policies]
    attained = np.array([outcome.attainment for outcome in true])
    cost = np.array([outcome.mean_replicas for outcome in true])
    near = attained > 0.9
    assert np.abs(made.attainment - attained)[near].max() < 0.02
    off = np.abs(made.mean_replicas / cost - 1)
    assert (off.mean() < 0.03, off.max() < 0.15) == (True, True)
    assert rank_correlation(made.attainment, attained, 2) > 0.85
    assert rank_correlation(made.mean_replicas, cost, 3) > 0.95
    best = np.where(attained >= 0.98, cost, np.inf).argmin()
    shortlist = np.where(made.attainment >= 0.97, made.mean_replicas, np.inf).argsort()[:3]
    assert best in shortlist


def test_a_burst_hurts_as_much_as_it_does() -> None:
    """Ten minutes of five times the load break the promise of as many requests as the simulator counts."""
    rate = np.full(240, 20.0)
    rate[120:130] = 100.0
    trace, policy = minutes(rate), tracking(Metric.INVOCATIONS, 300.0)
    made = screen(tick_counts(trace, 1), capacity(four_at_once(), PROMISE, 30), [policy], STARTUP)
    true = simulate(trace, four_at_once(), policy, STARTUP, PROMISE, 1)
    assert made.attainment[0] == pytest.approx(true.attainment, abs=0.03)


def rank_correlation(one: Floats, other: Floats, decimals: int) -> float:
    """Return Spearman's rank correlation; values that are equal to so many *decimals* are one rank."""
    ranks = [np.unique(np.round(each, decimals), return_inverse=True)[1] for each in (one, other)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
