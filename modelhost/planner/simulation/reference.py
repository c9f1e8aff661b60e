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
from modelhost.planner.simulation.layout import Chunk, Phase
from modelhost.planner.simulation.plain_balancer import PlainBalancer
from modelhost.planner.simulation.plain_count import PlainCount
from modelhost.planner.simulation.plain_replica import Replica, Request
from modelhost.planner.simulation.plain_scaler import TICK_NS, PlainScaler
from modelhost.planner.simulation.run import Run, Seen


class Turn(IntEnum):
    """Which of several events at the same time comes first."""

    FINISHED = 0
    READY = 1
    BOUNDS = 2
    TICK = 3


def simulate_reference(run: Run, chunks: Iterable[Chunk]) -> Seen:
    """Return what came of the requests in *chunks*."""
    return Reference(run).seen(chunks)


class Reference:
    """One simulation; `replicas` are those that are paid for, `serving` those that take requests."""

    def __init__(self, run: Run) -> None:
        """Begin at time 0 with the first replicas in service."""
        self._run = run
        self._now = 0
        self._events: list[tuple[int, Turn, int, Callable[..., None], tuple[Any, ...]]] = []
        self._serial = count()
        self._launches = 0
        self._balancer = PlainBalancer(run.policy.balancer)
        self._counted = PlainCount(run)
        self._scaler = PlainScaler(run)
        self.replicas: list[Replica] = []
        self.serving: list[Replica] = []
        for number in range(self._scaler.wanted):
            self._begin_service(self._new_replica(number - self._scaler.wanted))
        for row in range(1, len(run.policy.bounds.from_ns)):
            self._plan(int(run.policy.bounds.from_ns[row]), Turn.BOUNDS, self._move_bounds, row)
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

    def _until(self, time_ns: int) -> None:
        """Let everything happen up to *time_ns*, that included."""
        while self._events and self._events[0][0] <= time_ns:
            self._now, _, _, action, values = heapq.heappop(self._events)
            action(*values)
            self._counted.note_replicas(self._now, len(self.serving), len(self.replicas))
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
        replica = self._balancer.choose(self.serving, dice) if self.serving else None
        if replica is None or replica.full:
            self._counted.rejected(request)
            self._scaler.refused += 1
            return
        self._scaler.observe(self._now, self.replicas)
        replica.queue.append(request)
        self._compute(replica)
        self._scaler.peaked(self.replicas)

    def _compute(self, replica: Replica) -> None:
        """Let free slots take the oldest requests; one whose caller has given up leaves instead."""
        while replica.queue and replica.computing < replica.slots:
            request = replica.queue.popleft()
            request.waited_ns = self._now - request.came_ns
            if request.waited_ns > self._run.timeout_ns:
                self._counted.expired(request)
                continue
            replica.computing += 1
            request.company = replica.computing
            self._plan(self._now + self._duration_ns(request), Turn.FINISHED, self._finished, replica, request)

    def _duration_ns(self, request: Request) -> int:
        work_ns = int(request.work_seconds * SECOND_NS + 0.5)
        return int(work_ns * float(self._run.service.slowdown[request.company - 1]) + 0.5)

    def _finished(self, replica: Replica, request: Request) -> None:
        self._scaler.observe(self._now, self.replicas)
        replica.computing -= 1
        self._counted.finished(request, self._now - request.came_ns)
        self._compute(replica)
        if replica.phase == Phase.DRAINING and not replica.outstanding:
            self.replicas.remove(replica)

    def _tick(self) -> None:
        self._scaler.observe(self._now, self.replicas)
        self._scaler.ask(self._now, self.replicas)
        self._plan(self._now + TICK_NS, Turn.TICK, self._tick)
        self._settle()

    def _move_bounds(self, row: int) -> None:
        bounds = self._run.policy.bounds
        self._scaler.bound(int(bounds.low[row]), int(bounds.high[row]))
        self._settle()

    def _settle(self) -> None:
        """Launch or take away replicas until as many start and serve as are wanted."""
        staying = [replica for replica in self.replicas if replica.phase != Phase.DRAINING]
        for _ in range(self._scaler.wanted - len(staying)):
            replica = self._new_replica(self._launches)
            ready_ns = self._now + int(self._run.startup_ns[self._launches % len(self._run.startup_ns)])
            self._launches += 1
            self._plan(ready_ns, Turn.READY, self._ready, replica)
        for _ in range(len(staying) - self._scaler.wanted):
            self._take_away()

    def _new_replica(self, launched: int) -> Replica:
        taken = {replica.place for replica in self.replicas}
        place = next(place for place in count() if place not in taken)
        slots = self._run.service.slots
        replica = Replica(place, launched, slots, slots + self._run.service.queue_limit)
        self.replicas.append(replica)
        return replica

    def _ready(self, replica: Replica) -> None:
        if replica in self.replicas:
            self._begin_service(replica)

    def _begin_service(self, replica: Replica) -> None:
        self._scaler.observe(self._now, self.replicas)
        replica.phase = Phase.SERVING
        self.serving.append(replica)

    def _take_away(self) -> None:
        """Stop the youngest of those that start, else drain one of the least busy, the youngest of equals."""
        starting = [replica for replica in self.replicas if replica.phase == Phase.STARTING]
        self._scaler.observe(self._now, self.replicas)
        if starting:
            self.replicas.remove(max(starting, key=lambda replica: replica.launched))
            return
        chosen = min(self.serving, key=lambda replica: (replica.outstanding, -replica.launched))
        self._balancer.struck(self.serving.index(chosen))
        self.serving.remove(chosen)
        chosen.phase = Phase.DRAINING
        if not chosen.outstanding:
            self.replicas.remove(chosen)
