"""A run with overrides, and what two outcomes must share to be the same."""

from dataclasses import fields
from typing import Any

import numpy as np

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Work
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate


def steady(rate_per_second: float, seconds: float = 3_600.0) -> Trace:
    """A trace whose rate never changes."""
    return Trace("steady", None, 60.0, np.full(int(seconds // 60), rate_per_second * 60.0))


def fixed(count: int, **more: Any) -> Policy:
    """A policy with so many replicas."""
    return Policy(Fixed(), Bounds.constant(count, count), count, **more)


def service(mean_seconds: float = 0.1, slots: int = 1, queue_limit: int = 1_000) -> Service:
    """A replica that is as fast with all slots busy as with one."""
    return Service("ml.m7i.large", Work(mean_seconds), np.ones(slots), queue_limit)


def run(trace: Trace, served: Service, policy: Policy, **more: Any) -> Outcome:
    """A run without warm-up, whose replicas start in a minute and whose callers want an answer in a second."""
    settings: dict[str, Any] = {"startup": Startup(60.0), "slo": Slo(latency_ms=1_000.0), "seed": 1}
    return simulate(trace, served, policy, **(settings | {"warmup_seconds": 0.0} | more))


def same(one: Outcome, other: Outcome) -> bool:
    """Whether every number and every array of two outcomes agree exactly."""
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Outcome))
