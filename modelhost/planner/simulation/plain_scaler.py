"""What the reference shows the autoscaler: sums over time, brought up to date before each change."""

import numpy as np

from modelhost.planner.autoscalers.autoscaler import SAMPLES, Sample
from modelhost.planner.autoscalers.decide import decide
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.simulation.layout import Phase
from modelhost.planner.simulation.plain_replica import Replica
from modelhost.planner.simulation.run import Run

TICK_NS = TICK_SECONDS * SECOND_NS


class PlainScaler:
    """The autoscaler, its bounds, and what it is shown."""

    def __init__(self, run: Run) -> None:
        """Begin with the first bounds."""
        autoscaler, bounds = run.policy.autoscaler, run.policy.bounds
        self._kind = int(autoscaler.kind)
        self._parameters = autoscaler.parameters().astype(np.float64)
        self._memory = autoscaler.state().astype(np.float64)
        self._low, self._high = int(bounds.low[0]), int(bounds.high[0])
        self.wanted = min(max(run.policy.initial, self._low), self._high)
        self.arrived = self.refused = self._peak = 0
        self._observed_ns = self._present = self._busy = self._slots = 0

    def bound(self, low: int, high: int) -> None:
        """Move the bounds, and the wanted number between them."""
        self._low, self._high = low, high
        self.wanted = min(max(self.wanted, low), high)

    def observe(self, now_ns: int, replicas: list[Replica]) -> None:
        """Add the time since the last change to the sums; call it before each change."""
        passed = now_ns - self._observed_ns
        serving = [replica for replica in replicas if replica.phase == Phase.SERVING]
        self._present += passed * sum(replica.outstanding for replica in replicas)
        self._busy += passed * sum(replica.computing for replica in serving)
        self._slots += passed * sum(replica.slots for replica in serving)
        self._observed_ns = now_ns

    def peaked(self, replicas: list[Replica]) -> None:
        """Note the number of present requests after one has come."""
        self._peak = max(self._peak, sum(replica.outstanding for replica in replicas))

    def ask(self, now_ns: int, replicas: list[Replica]) -> None:
        """Show the autoscaler the ten seconds that end now, and take its word."""
        serving = sum(replica.phase == Phase.SERVING for replica in replicas)
        sample = np.zeros(SAMPLES)
        sample[Sample.NOW_SECONDS] = now_ns / SECOND_NS
        sample[Sample.ARRIVALS] = self.arrived
        sample[Sample.CONCURRENCY] = float(self._present) / TICK_NS
        sample[Sample.CONCURRENCY_PEAK] = self._peak
        sample[Sample.SERVING] = serving
        sample[Sample.STARTING] = sum(replica.phase == Phase.STARTING for replica in replicas)
        sample[Sample.WANTED] = self.wanted
        sample[Sample.BUSY] = float(self._busy) / float(self._slots) if self._slots else 0.0
        sample[Sample.REFUSED] = self.refused
        wanted = int(decide(self._kind, self._parameters, self._memory, sample, self._low, self._high))
        self.wanted = min(max(wanted, self._low), self._high)
        self._present = self._busy = self._slots = self.arrived = self.refused = 0
        self._peak = sum(replica.outstanding for replica in replicas)
