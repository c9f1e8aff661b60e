"""A fleet in balance is what queueing theory says, and the edges are right."""

import math

import numpy as np
import pytest

from modelhost.planner.interval.answer import mean_seconds, works
from modelhost.planner.interval.capacity import capacity
from modelhost.planner.interval.grid import LOADS
from modelhost.planner.policy import Balancer
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo
from tests.planner.interval.case import four_at_once, language_model, one_at_a_time


def erlang_c(servers: int, load: float) -> float:
    """Return the probability of waiting in M/M/c; Erlang's formula C."""
    offered = servers * load
    sums = sum(offered**k / math.factorial(k) for k in range(servers))
    tail = offered**servers / math.factorial(servers) / (1 - load)
    return tail / (sums + tail)


@pytest.mark.parametrize("servers", [1, 2, 4, 8])
def test_requests_in_the_fleet_are_those_of_erlang(servers: int) -> None:
    """With exponential work the mean number present is that of M/M/c, at every tabulated load."""
    made = capacity(one_at_a_time(), Slo(latency_ms=1_000.0), 8)
    for place, load in enumerate(LOADS[1:], start=1):
        queued = erlang_c(servers, load) * load / (1 - load)
        assert made.excess[servers, place] == pytest.approx(queued, rel=1e-6)


def test_attainment_of_one_server_is_the_closed_form() -> None:
    """M/M/1 answers within t with probability 1 - exp(-(mu - lambda) t)."""
    made = capacity(one_at_a_time(), Slo(latency_ms=800.0), 1)
    exact = 1 - np.exp(-10.0 * (1 - LOADS[1:]) * 0.8)
    assert np.abs(made.attainment[1, 1:] - exact).max() < 0.004


def test_attainment_falls_with_load_and_rises_with_the_fleet() -> None:
    """More load never helps; more replicas at the same load never hurt."""
    made = capacity(four_at_once(), Slo(latency_ms=1_500.0), 40)
    assert (np.diff(made.attainment[1:], axis=1) <= 1e-9).all()
    assert (np.diff(made.attainment[1:, -8:], axis=0) >= -1e-9).all()


def test_random_balancing_is_worse_than_least_outstanding() -> None:
    """A fleet whose replicas queue apart wastes what waits elsewhere."""
    slo = Slo(latency_ms=500.0)
    apart = capacity(one_at_a_time(), slo, 8, Balancer.RANDOM)
    assert (apart.attainment[8, 10:] < capacity(one_at_a_time(), slo, 8).attainment[8, 10:]).all()


def test_an_impossible_promise_is_never_kept() -> None:
    """If a lone request is too slow, no load is small enough."""
    slow = Service("m", Work(2.0, Shape.CONSTANT))
    assert capacity(slow, Slo(latency_ms=1_000.0), 3).attainment.max() == 0.0


def test_a_promise_about_tokens_holds_up_to_its_concurrency() -> None:
    """With 20 ms between tokens up to 16 at once, a busier replica breaks the promise."""
    plain = language_model()
    places = np.arange(1, 33)
    service = Service(
        "m", plain.work, plain.slowdown, first_seconds=0.01 * places, token_seconds=np.where(places <= 16, 0.02, 0.04)
    )
    made = capacity(service, Slo(ttft_ms=500.0, itl_ms=30.0), 2)
    assert made.attainment[1, 1] > 0.99
    assert made.attainment[1, -1] < 0.2


@pytest.mark.parametrize("shape", [Shape.CONSTANT, Shape.EXPONENTIAL, Shape.LOGNORMAL])
def test_works_stand_for_their_spread(shape: Shape) -> None:
    """The equally likely works have the mean of the distribution."""
    assert works(Work(3.0, shape, cv=0.7)).mean() == pytest.approx(3.0, rel=0.01)


def test_empirical_work_is_read_by_straight_lines() -> None:
    """Quantiles at 0, 1/2 and 1 give the mean of two straight pieces."""
    work = Work(1.0, Shape.EMPIRICAL, quantiles_seconds=np.array([0.0, 1.0, 4.0]))
    assert mean_seconds(work) == pytest.approx(1.5)
    assert works(work).mean() == pytest.approx(1.5, rel=1e-3)


def test_requests_that_come_in_heaps_wait_for_each_other() -> None:
    """Gaps of a higher coefficient of variation keep fewer promises at the same load, on fleets of any size."""
    slo = Slo(latency_ms=500.0)
    even, heaped = (capacity(one_at_a_time(), slo, 12, arrival_cv=cv).attainment for cv in (1.0, 4.0))
    assert (heaped[1:, 5:] < even[1:, 5:]).all()
