"""What saturates first."""

import numpy as np
import pytest

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.bottleneck import Fleet, Saturation, narrowed
from modelhost.planner.load.scale import scaled
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate
from tests.planner.simulation.builder import fixed, service, steady

SLO = Slo(latency_ms=1_000.0)


def saturation(trace: Trace, fleet: Fleet) -> Saturation:
    """Where *fleet* breaks the promise between the load as it is and sixteen times it, all of it replayed."""

    def kept(factor: float, loaded: Fleet) -> float:
        return simulate(scaled(trace, factor), *loaded, SLO, 1, 600.0).attainment

    held = kept(1.0, fleet) >= SLO.attainment
    return narrowed(kept, fleet, SLO.attainment, (1.0, 16.0) if held else (0.0, 1.0), 0.02)


def tracking(most: int) -> Policy:
    """Between two replicas and so many, three requests a second each."""
    return Policy(TargetTracking(Metric.INVOCATIONS, 180.0), Bounds.constant(2, most), 2)


def test_a_fixed_count_runs_out_of_replicas() -> None:
    """Four replicas of 10 requests per second that are asked for 10 break the promise at some three times that."""
    seen = saturation(steady(10.0), Fleet(service(), fixed(4), Startup(60.0)))
    assert seen.what == "the count of 4 replicas"
    assert 2.5 < seen.factor < 4.0


def test_an_autoscaler_runs_into_its_limit() -> None:
    """A load that grows slowly is followed until the most replicas serve."""
    ramp = Trace("ramp", None, 60.0, np.linspace(300.0, 900.0, 360))
    seen = saturation(ramp, Fleet(service(), tracking(5), Startup(10.0)))
    assert seen.what == "the limit of 5 replicas"


def test_a_sudden_crowd_finds_the_autoscaler_late() -> None:
    """A crowd that comes at once is served only by replicas that are there before it."""
    crowd = Trace("crowd", None, 60.0, np.repeat([300.0, 1_500.0, 300.0], [60, 10, 60]))
    seen = saturation(crowd, Fleet(service(), tracking(40), Startup(300.0)))
    assert seen.what == "how late the autoscaler acts"
    assert seen.without[seen.what] == pytest.approx(1.0, abs=0.01)


def test_a_request_that_is_slow_alone_is_the_bottleneck_itself() -> None:
    """No replica more helps a request of two seconds to end within one."""
    slow = Fleet(Service("m", Work(2.0, Shape.CONSTANT)), fixed(4), Startup(60.0))
    seen = saturation(steady(0.5), slow)
    assert (seen.factor, seen.what) == (0.0, "the time of a single request")
