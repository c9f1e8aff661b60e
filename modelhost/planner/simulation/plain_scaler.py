"""What the reference shows the autoscaler: sums over time, brought up to date before each change."""

import numpy as np

from modelhost.planner.autoscalers.autoscaler import SAMPLES, Sample
from modelhost.planner.autoscalers.decide import decide
from modelhost.planner.clock import SECOND_NS, TICK_SECONDS
from modelhost.planner.simulation.layout import Phase
from modelhost.planner.simulation.plain_fleet import PlainFleet
from modelhost.planner.simulation.run import Run

TICK_NS = TICK_SECONDS * SECOND_NS


class PlainScaler:
    """The autoscaler, its bounds, and what it is shown."""

    def __init__(self, run: Run, fleet: PlainFleet) -> None:
        """Begin with the first bounds."""
        autoscaler, bounds = run.policy.autoscaler, run.policy.bounds
        self._fleet = fleet
        self._kind = int(autoscaler.kind)
        self._parameters = autoscaler.parameters().astype(np.float64)
        self._fresh = autoscaler.state().astype(np.float64)
        self._memory = self._fresh.copy()
        self._low, self._high = int(bounds.low[0]), int(bounds.high[0])
        self.wanted = run.wanted
        self.arrived = self.refused = self._peak = 0
        self._observed_ns = self._present = self._busy = self._slots = 0

    def bound(self, low: int, high: int) -> None:
        """Move the bounds, and the wanted number between them."""
        self._low, self._high = low, high
        self.wanted = min(max(self.wanted, low), high)

    def forget(self) -> None:
        """Begin anew, as alarms do that were deregistered."""
        self._memory[:] = self._fresh

    def observe(self, now_ns: int) -> None:
        """Add the time since the last change to the sums; call it before each change."""
        passed = now_ns - self._observed_ns
        serving = self._fleet.serving
        self._present += passed * self._outstanding()
        self._busy += passed * sum(len(replica.computing) for replica in serving)
        self._slots += passed * sum(replica.slots for replica in serving)
        self._observed_ns = now_ns

    def _outstanding(self) -> int:
        return sum(replica.outstanding for replica in self._fleet.replicas)

    def peaked(self) -> None:
        """Note the number of present requests after one has come."""
        self._peak = max(self._peak, self._outstanding())

    def ask(self, now_ns: int) -> None:
        """Show the autoscaler the ten seconds that end now, and take its word; none is asked during an update."""
        phases = [replica.phase for replica in self._fleet.replicas]
        sample = np.zeros(SAMPLES)
        sample[Sample.NOW_SECONDS] = now_ns / SECOND_NS
        sample[Sample.ARRIVALS] = self.arrived
        sample[Sample.CONCURRENCY] = float(self._present) / TICK_NS
        sample[Sample.CONCURRENCY_PEAK] = self._peak
        sample[Sample.SERVING] = phases.count(Phase.SERVING)
        sample[Sample.STARTING] = phases.count(Phase.STARTING) + phases.count(Phase.ASKED)
        sample[Sample.WANTED] = self.wanted
        sample[Sample.BUSY] = float(self._busy) / float(self._slots) if self._slots else 0.0
        sample[Sample.REFUSED] = self.refused
        if not self._fleet.updating:
            wanted = int(decide(self._kind, self._parameters, self._memory, sample, self._low, self._high))
            self.wanted = min(max(wanted, self._low), self._high)
        self._present = self._busy = self._slots = self.arrived = self.refused = 0
        self._peak = self._outstanding()
