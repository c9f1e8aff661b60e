"""The highest steady rate of one replica."""

import numpy as np
import pytest

from modelhost.planner.max_rps import bears, capacity, max_rps
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo


def test_one_exponential_server_bears_what_theory_says() -> None:
    """The time in an M/M/1 is exponential at rate mu - lambda, so 99 of 100 are within t at mu - ln(100) / t."""
    found = max_rps(Service("m", Work(0.1)), Slo(latency_ms=1_000.0), seed=1)
    assert found == pytest.approx(10.0 - np.log(100.0), rel=0.03)


def test_the_answer_is_a_function_of_its_arguments() -> None:
    """The same seed gives the same rate."""
    service, slo = Service("m", Work(0.05, Shape.LOGNORMAL, 0.8), np.linspace(1, 2, 4)), Slo(latency_ms=400.0)
    assert max_rps(service, slo, 7) == max_rps(service, slo, 7)


def test_no_rate_is_borne_when_a_lone_request_is_too_slow() -> None:
    """A constant half second never keeps a promise of 400 ms."""
    assert max_rps(Service("m", Work(0.5, Shape.CONSTANT)), Slo(latency_ms=400.0), seed=1) == 0.0


def test_the_promise_breaks_just_above_the_rate() -> None:
    """The rate is kept, and one that is 1 % higher is not."""
    service, slo = Service("m", Work(0.1), np.array([1.0, 1.2])), Slo(latency_ms=800.0)
    found = max_rps(service, slo, 3)
    assert bears(found, service, slo, 3)
    assert not bears(1.01 * found, service, slo, 3)


def test_the_promise_about_tokens_counts_the_wait() -> None:
    """With a first token after 0.2 s alone and 0.5 s beside another, a promise of 0.3 s bears few requests."""
    service = Service("m", Work(1.0), np.ones(2), first_seconds=np.array([0.2, 0.5]), token_seconds=np.full(2, 0.02))
    tight = max_rps(service, Slo(ttft_ms=300.0, itl_ms=50.0), seed=1)
    assert 0.0 < tight < 0.1 * max_rps(service, Slo(ttft_ms=1_500.0, itl_ms=50.0), seed=1)


def test_capacity_is_the_best_of_all_numbers_at_once() -> None:
    """A replica that is thrice as slow with two requests does more with one."""
    assert capacity(Service("m", Work(0.5), np.array([1.0, 3.0]))) == 2.0
