"""A small question that a plan answers in seconds, with everything that may be otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.room import Room
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
DAY_WINDOWS = 144


def trace(days: int = 8, mean: float = 1.5, swing: float = 0.7, seed: int = 5) -> Trace:
    """A load that swings with the day, in windows of ten minutes."""
    random = np.random.default_rng(seed)
    hours = np.arange(days * DAY_WINDOWS) / 6
    rate = mean * (1 + swing * np.sin((hours - 8) / 24 * 2 * np.pi)) * random.normal(1.0, 0.03, len(hours))
    return Trace("swing", MONDAY, 600.0, np.maximum(rate, 0.03) * 600)


def service(machine: str = "ml.m5.large", seconds: float = 2.0, slots: int = 2) -> Service:
    """A service with room for *slots* at once."""
    return Service(machine, Work(seconds, Shape.LOGNORMAL, 0.5), np.ones(slots))


def offer(machine: str = "ml.m5.large", usd: float = 0.1, seconds: float = 2.0, **changes: Any) -> Offer:
    """A machine that may serve."""
    return Offer(service(machine, seconds), usd, Startup(240.0, 30.0), **changes)


def question(**changes: Any) -> Question:
    """A question with *changes*."""
    words: dict[str, Any] = {
        "endpoint": "digits",
        "region": "us-west-2",
        "trace": trace(),
        "slo": Slo(latency_ms=8_000.0),
        "offers": (offer(),),
    }
    return Question(**(words | changes))


def room(bears: tuple[float, ...] = (3.0, 6.5, 10.0, 14.0), least: int = 1, most: int = 8) -> Room:
    """A machine whose replicas bear so much together."""
    return Room(offer(), bears[0], np.array(bears), 1.8, least, most)
