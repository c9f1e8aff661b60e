"""What the reference counts."""

from bisect import bisect_right

import numpy as np

from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.outcome import BUCKETS
from modelhost.planner.simulation.latency import EDGES_NS
from modelhost.planner.simulation.plain_fleet import PlainFleet
from modelhost.planner.simulation.plain_replica import Request
from modelhost.planner.simulation.run import Run
from modelhost.planner.simulation.seen import Seen

HOUR_NS = HOUR_SECONDS * SECOND_NS


class PlainCount:
    """Counts requests by what became of them, and writes down the numbers of replicas."""

    def __init__(self, run: Run, fleet: PlainFleet) -> None:
        """Count for *run*, from nothing."""
        self._run, self._fleet = run, fleet
        self._edges = EDGES_NS[1:-1].tolist()
        self._patience_ns = [run.patience_ns(size).tolist() for size in range(len(run.services))]
        self._lines = [(0, *self._replicas())]
        hours = np.zeros((2, run.hours), dtype=np.int64)
        self._seen = Seen(
            0, 0, 0, 0, 0, 0, 0, np.zeros(BUCKETS, dtype=np.int64), hours, np.zeros((3, 0), dtype=np.int64)
        )

    def offered(self, request: Request) -> None:
        """Note that a request arrived."""
        self._seen.offered += self._counts(request)
        self._seen.hours[0, request.came_ns // HOUR_NS] += 1

    def rejected(self, request: Request) -> None:
        """Note that a request was turned away."""
        self._seen.rejected += self._counts(request)

    def expired(self, request: Request) -> None:
        """Note that a request reached the head of its queue too late."""
        self._seen.timed_out += self._counts(request)

    def finished(self, request: Request, latency_ns: int) -> None:
        """Note that a request was computed."""
        counts = self._counts(request)
        self._seen.started += counts
        self._seen.waited_ns += counts * request.waited_ns
        if latency_ns > self._run.timeout_ns:
            self._seen.timed_out += counts
            return
        self._seen.histogram[bisect_right(self._edges, latency_ns)] += counts
        if (
            latency_ns <= self._run.latency_ns
            and request.waited_ns <= self._patience_ns[request.size][request.company - 1]
        ):
            self._seen.within += counts
            self._seen.hours[1, request.came_ns // HOUR_NS] += 1

    def lost(self, request: Request) -> None:
        """Note that a request ended with its replica."""
        self._seen.lost += self._counts(request)

    def note_replicas(self, now_ns: int) -> None:
        """Add a line to the timeline if the numbers changed."""
        numbers = self._replicas()
        if self._lines[-1][1:] != numbers:
            self._lines.append((now_ns, *numbers))

    def _replicas(self) -> tuple[int, ...]:
        """Return how many serve, how many are paid for, and of a ladder how many of each size are."""
        paid = [replica.size for replica in self._fleet.replicas if replica.paid]
        sizes = range(len(self._run.services)) if len(self._run.services) > 1 else ()
        return (len(self._fleet.serving), len(paid), *(paid.count(size) for size in sizes))

    def seen(self) -> Seen:
        """Return all that was counted."""
        self._seen.timeline = np.array(self._lines, dtype=np.int64).T
        return self._seen

    def _counts(self, request: Request) -> int:
        """Return 1 for a request after the warm-up, else 0."""
        return int(request.came_ns >= self._run.warmup_ns)
