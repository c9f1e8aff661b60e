"""Loads of many kinds, made up by seed: what plans meet that were tuned on none of them.

Each is some weeks of five-minute windows around a mean of 1: what repeats, what grows, what wanders and what bursts,
each drawn anew for a seed. The number of requests in a window is drawn last, so chance is that of arrivals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import DAY_SECONDS
from modelhost.planner.load.trace import Trace

WINDOW_SECONDS = 300.0
DAY = round(DAY_SECONDS / WINDOW_SECONDS)
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
Random = np.random.Generator


def _daily(random: Random, days: int, depth: float) -> Floats:
    """A day's wave with a second harmonic, of a random hour; *depth* is how far it swings as a logarithm."""
    angle = 2 * np.pi * (np.arange(days * DAY) / DAY - random.uniform())
    return depth * np.cos(angle) + 0.3 * depth * np.cos(2 * angle + random.uniform(0, 2 * np.pi))


def _wandering(random: Random, days: int, deviation: float, hours: float) -> Floats:
    """A first-order autoregression of *deviation* that forgets within *hours*."""
    keep = np.exp(-WINDOW_SECONDS / (hours * 3600))
    steps = random.normal(0, deviation * np.sqrt(1 - keep**2), days * DAY)
    found = np.empty_like(steps)
    level = random.normal(0, deviation)
    for index, step in enumerate(steps):
        level = keep * level + step
        found[index] = level
    return found


def _weekends(days: int, factor: float) -> Floats:
    """The logarithm of *factor* on the sixth and seventh day of each week."""
    return np.where(np.arange(days * DAY) // DAY % 7 >= 5, np.log(factor), 0.0)


def _crowds(random: Random, days: int, a_day: float, height: float, minutes: float) -> Floats:
    """Crowds that come *a_day* times, rise within a window or two and fade in *minutes*; added to the rate."""
    rate = np.zeros(days * DAY)
    since = np.arange(days * DAY) * WINDOW_SECONDS / 60
    for begin in random.uniform(0, days * DAY, random.poisson(a_day * days)) * WINDOW_SECONDS / 60:
        age = since - begin
        rate += random.exponential(height) * np.where(age >= 0, np.exp(-np.maximum(age, 0) / minutes), 0.0)
    return rate


def steady(random: Random, days: int) -> Floats:
    """A product used around the world: a shallow day, little wandering."""
    return np.exp(_daily(random, days, 0.2) + _wandering(random, days, 0.05, 3))


def office(random: Random, days: int) -> Floats:
    """Deep nights and quiet weekends."""
    return np.exp(
        _daily(random, days, 1.1) + _weekends(days, random.uniform(0.2, 0.6)) + _wandering(random, days, 0.1, 2)
    )


def growing(random: Random, days: int) -> Floats:
    """A day's wave that grows by 1 to 4 % a day."""
    growth = np.log(random.uniform(1.01, 1.04)) * np.arange(days * DAY) / DAY
    return np.exp(_daily(random, days, 0.5) + growth + _wandering(random, days, 0.08, 3))


def wandering(random: Random, days: int) -> Floats:
    """No rhythm at all: a level that wanders over a day or two."""
    return np.exp(_wandering(random, days, 0.4, 36) + _wandering(random, days, 0.1, 1))


def crowded(random: Random, days: int) -> Floats:
    """A day's wave, and crowds of about the usual load some times a day."""
    return np.exp(_daily(random, days, 0.5)) + _crowds(random, days, 2.0, 0.8, 25)


def shifted(random: Random, days: int) -> Floats:
    """A day's wave whose level jumps once in the first half, as after a launch, and once in the second."""
    level = np.zeros(days * DAY)
    for low, high in ((0.1, 0.45), (0.55, 0.9)):
        level[int(random.uniform(low, high) * days * DAY) :] += np.log(random.uniform(0.75, 1.35))
    return np.exp(_daily(random, days, 0.6) + level + _wandering(random, days, 0.08, 2))


def batched(random: Random, days: int) -> Floats:
    """A low load, and a job of one to three hours at the same time of each day."""
    clock = np.arange(days * DAY) % DAY * 24 / DAY
    hour, length = random.uniform(0, 21), random.uniform(1, 3)
    job = np.where((clock >= hour) & (clock < hour + length), random.uniform(2, 5), 0.0)
    return np.exp(_daily(random, days, 0.3)) * 0.5 + job


def noisy(random: Random, days: int) -> Floats:
    """A day's wave under strong noise of some minutes."""
    return np.exp(_daily(random, days, 0.5) + _wandering(random, days, 0.3, 0.25))


KINDS: dict[str, Callable[[Random, int], Floats]] = {
    each.__name__: each for each in (steady, office, growing, wandering, crowded, shifted, batched, noisy)
}


def made_up(kind: str, seed: int, days: int) -> Trace:
    """The load of *kind* drawn with *seed*; its mean is one request a second, so it is to be scaled and drawn."""
    random = np.random.default_rng([seed, list(KINDS).index(kind)])
    rate = KINDS[kind](random, days)
    counts = rate / rate.mean() * WINDOW_SECONDS
    return Trace(f"{kind}-{seed}", MONDAY, WINDOW_SECONDS, counts, notes=(f"made up: {kind}, seed {seed}",))


def drawn(trace: Trace, seed: int) -> Trace:
    """The trace with as many requests in each window as a Poisson process has there."""
    counts = np.random.default_rng([seed, len(KINDS)]).poisson(trace.counts).astype(np.float64)
    return replace(trace, counts=counts)
