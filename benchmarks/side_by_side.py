"""Rivals measured in turns on one core, so that a noisy machine is noisy for all of them."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

MAXIMUM_SPREAD = 0.15


class Rival(NamedTuple):
    """One way of doing the work."""

    name: str
    """What to call it."""
    units: float
    """How much of the work one run of it does."""
    run: Callable[[], object]
    """One run."""


def pin() -> int:
    """Stay on the last core this process may use, and return its number."""
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def processor_seconds(action: Callable[[], object]) -> float:
    """Processor time of one run; what other programs take is not counted, that they share caches is.

    What earlier runs left is collected before, so that each pays for its own garbage only.
    """
    gc.collect()
    start = time.process_time()
    action()
    return time.process_time() - start


def side_by_side(rivals: list[Rival], rounds: int) -> dict[str, Any]:
    """Run all in turns; return units per second by the best round, the first over each other, and the spread."""
    for rival in rivals:
        rival.run()
    times: dict[str, list[float]] = {rival.name: [] for rival in rivals}
    for number in range(rounds):
        for rival in rivals:
            times[rival.name].append(processor_seconds(rival.run))
            print(f"round {number + 1}: {rival.name} {times[rival.name][-1]:.3f} s", file=sys.stderr)
    rates = {rival.name: rival.units / min(times[rival.name]) for rival in rivals}
    spread = {name: (max(each) - min(each)) / min(each) for name, each in times.items()}
    first = rivals[0].name
    return {
        "per_second": {name: round(rate) for name, rate in rates.items()},
        "ratio": {f"{first} / {name}": round(rates[first] / rate, 2) for name, rate in rates.items() if name != first},
        "spread": {name: round(value, 3) for name, value in spread.items()},
        "maximum_spread": MAXIMUM_SPREAD,
        "trustworthy": max(spread.values()) <= MAXIMUM_SPREAD,
    }
