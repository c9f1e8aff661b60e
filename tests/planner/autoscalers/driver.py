"""Shows an autoscaler a load, ten seconds after ten seconds, on replicas that start after a while."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import SAMPLES, Autoscaler, Sample
from modelhost.planner.autoscalers.decide import decide


@dataclass
class Driver:
    """A fleet under an autoscaler; `wanted` is what it decided after each ten seconds."""

    autoscaler: Autoscaler
    replicas: int = 1
    start_ticks: int = 0
    low: int = 0
    high: int = 100
    wanted: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the replicas in service."""
        self._parameters, self._state = self.autoscaler.parameters(), self.autoscaler.state()
        self._serving, self._ready = self.replicas, [0] * (self.start_ticks + 1)
        self._now = 0.0

    def run(self, arrivals: Sequence[float], at_once: Sequence[float] | None = None, refused: float = 0.0) -> "Driver":
        """Offer *arrivals* and requests *at_once* in each ten seconds."""
        for place, count in enumerate(arrivals):
            self._now += 10
            sample = self._sample(count, 0.0 if at_once is None else at_once[place], refused)
            goal = decide(int(self.autoscaler.kind), self._parameters, self._state, sample, self.low, self.high)
            self._resize(goal)
        return self

    def changes(self) -> list[tuple[int, int]]:
        """Return when the wanted number changed, in seconds, and to what."""
        before = [self.replicas, *self.wanted[:-1]]
        return [(10 * (tick + 1), now) for tick, now in enumerate(self.wanted) if now != before[tick]]

    def _sample(self, count: float, at_once: float, refused: float) -> Floats:
        """Return what is known about the ten seconds."""
        sample = np.zeros(SAMPLES)
        sample[Sample.NOW_SECONDS] = self._now
        sample[Sample.ARRIVALS] = count
        sample[Sample.CONCURRENCY] = sample[Sample.CONCURRENCY_PEAK] = at_once
        sample[Sample.SERVING], sample[Sample.STARTING] = self._serving, sum(self._ready)
        sample[Sample.WANTED] = self._goal()
        sample[Sample.REFUSED] = refused
        return sample

    def _goal(self) -> int:
        """Return the number that was wanted last."""
        return self.wanted[-1] if self.wanted else self.replicas

    def _resize(self, goal: int) -> None:
        """Launch or take away, and let ten seconds of starting pass."""
        if goal > self._goal():
            self._ready[-1] += goal - self._goal()
        elif goal < self._goal():
            self._serving, self._ready = goal, [0] * len(self._ready)
        self.wanted.append(goal)
        self._serving += self._ready.pop(0)
        self._ready.append(0)
