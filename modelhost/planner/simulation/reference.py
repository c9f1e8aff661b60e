"""The reference: one event after the other from a heap, plain Python, slow and obvious.

It knows nothing of the fast path's short cuts; a test holds both to the same replicas and the same histogram.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from enum import IntEnum
from itertools import count
from typing import Any

from modelhost.planner.clock import SECOND_NS
from modelhost.planner.simulation.layout import Chunk, Mishap
from modelhost.planner.simulation.plain_count import PlainCount
from modelhost.planner.simulation.plain_fleet import PlainFleet
from modelhost.planner.simulation.plain_replica import Replica, Request
from modelhost.planner.simulation.plain_scaler import TICK_NS, PlainScaler
from modelhost.planner.simulation.run import Run
from modelhost.planner.simulation.seen import Seen


class Turn(IntEnum):
    """Which of several events at the same time comes first."""

    FINISHED = 0
    MISHAP = 1
    READY = 2
    BOUNDS = 3
    TICK = 4


def simulate_reference(run: Run, chunks: Iterable[Chunk]) -> Seen:
    """Return what came of the requests in *chunks*."""
    return Reference(run).seen(chunks)


class Reference:
    """One simulation: requests that replicas compute, and what happens to the replicas."""

    def __init__(self, run: Run) -> None:
        """Begin at time 0 with the first replicas in service."""
        self._run = run
        self._now = 0
        self._events: list[tuple[int, Turn, int, Callable[..., None], tuple[Any, ...]]] = []
        self._serial = count()
        self._fleet = PlainFleet(run, self._later)
        self._slowdown = [run.slowdown(size).tolist() for size in range(len(run.services))]
        self._counted = PlainCount(run, self._fleet)
        self._scaler = PlainScaler(run, self._fleet)
        for row in range(1, len(run.policy.bounds.from_ns)):
            self._plan(int(run.policy.bounds.from_ns[row]), Turn.BOUNDS, self._move_bounds, row)
        for at_ns, kind, which in run.mishaps.T.tolist():
            self._plan(at_ns, Turn.MISHAP, self._go_wrong, Mishap(kind), which)
        self._plan(TICK_NS, Turn.TICK, self._tick)

    def seen(self, chunks: Iterable[Chunk]) -> Seen:
        """Handle all requests, then what is left, and return the counts."""
        for chunk in chunks:
            for place, came_ns in enumerate(chunk.arrival_ns.tolist()):
                self._until(came_ns)
                dice = int(chunk.dice[place]) if len(chunk.dice) else 0
                self._arrive(Request(came_ns, float(chunk.work_seconds[place])), dice)
        self._until(self._run.end_ns - 1)
        self._finish_all()
        return self._counted.seen()

    def _plan(self, time_ns: int, turn: Turn, action: Callable[..., None], *values: Any) -> None:
        heapq.heappush(self._events, (time_ns, turn, next(self._serial), action, values))

    def _later(self, after_ns: int, action: Callable[[Replica], None], replica: Replica) -> None:
        self._plan(self._now + after_ns, Turn.READY, self._observed, action, replica)

    def _observed(self, action: Callable[[Replica], None], replica: Replica) -> None:
        self._scaler.observe(self._now)
        action(replica)
        self._settle()

    def _until(self, time_ns: int) -> None:
        """Let everything happen up to *time_ns*, that included."""
        while self._events and self._events[0][0] <= time_ns:
            self._now, _, _, action, values = heapq.heappop(self._events)
            action(*values)
            self._counted.note_replicas(self._now)
        self._now = time_ns

    def _finish_all(self) -> None:
        """Let the replicas finish what they hold when the trace has ended; the fleet stays as it is."""
        while self._events:
            self._now, turn, _, action, values = heapq.heappop(self._events)
            if turn == Turn.FINISHED:
                action(*values)

    def _arrive(self, request: Request, dice: int) -> None:
        self._counted.offered(request)
        self._scaler.arrived += 1
        serving = self._fleet.serving
        replica = self._fleet.balancer.choose(serving, dice) if serving else None
        if replica is None or replica.full:
            self._counted.rejected(request)
            self._scaler.refused += 1
            return
        self._scaler.observe(self._now)
        replica.queue.append(request)
        self._compute(replica)
        self._scaler.peaked()

    def _compute(self, replica: Replica) -> None:
        """Let free slots take the oldest requests; one whose caller has given up leaves instead."""
        while replica.queue and len(replica.computing) < replica.slots:
            request = replica.queue.popleft()
            request.waited_ns = self._now - request.came_ns
            if request.waited_ns > self._run.timeout_ns:
                self._counted.expired(request)
                continue
            replica.computing.append(request)
            request.company, request.size = len(replica.computing), replica.size
            self._plan(self._now + self._duration_ns(request), Turn.FINISHED, self._finished, replica, request)

    def _duration_ns(self, request: Request) -> int:
        work_ns = int(request.work_seconds * SECOND_NS + 0.5)
        return int(work_ns * self._slowdown[request.size][request.company - 1] + 0.5)

    def _finished(self, replica: Replica, request: Request) -> None:
        if request not in replica.computing:
            return
        self._scaler.observe(self._now)
        replica.computing.remove(request)
        self._counted.finished(request, self._now - request.came_ns)
        self._compute(replica)
        if not replica.outstanding:
            self._fleet.emptied(replica)

    def _tick(self) -> None:
        self._scaler.observe(self._now)
        self._scaler.ask(self._now)
        self._plan(self._now + TICK_NS, Turn.TICK, self._tick)
        self._settle()

    def _move_bounds(self, row: int) -> None:
        self._scaler.observe(self._now)
        bounds = self._run.policy.bounds
        self._scaler.bound(int(bounds.low[row]), int(bounds.high[row]))
        self._settle()

    def _settle(self) -> None:
        if self._fleet.settle(self._scaler.wanted):
            self._scaler.forget()
            self._fleet.settle(self._scaler.wanted)

    def _go_wrong(self, kind: Mishap, which: int) -> None:
        self._scaler.observe(self._now)
        if kind == Mishap.ZONE_BACK:
            self._fleet.zones_lost.discard(which)
        elif kind == Mishap.ZONE_LOST:
            self._fleet.zones_lost.add(which)
            for replica in [each for each in self._fleet.replicas if each.paid and each.zone == which]:
                self._end(replica)
        elif which < len(self._fleet.serving):
            self._end(self._fleet.serving[which])
        self._settle()

    def _end(self, replica: Replica) -> None:
        """End a replica at once; what it holds is lost."""
        for request in [*replica.computing, *replica.queue]:
            self._counted.lost(request)
        self._fleet.end(replica)
        replica.computing.clear()
        replica.queue.clear()
