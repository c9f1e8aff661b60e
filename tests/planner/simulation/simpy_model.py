"""The same fleet in SimPy, written from AWS's documentation and not from our simulator; one slot per replica."""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy

MINUTE = 60.0


@dataclass
class Server:
    """One replica."""

    serving: bool = True
    busy: bool = False
    queue: deque[tuple[float, float]] = field(default_factory=deque)
    """Arrival and work of the requests that wait."""

    @property
    def outstanding(self) -> int:
        """Requests waiting or being computed."""
        return len(self.queue) + self.busy


@dataclass
class Scaling:
    """Target tracking on invocations per instance: alarms of 3 and 15 minutes, cooldowns, publication lag."""

    target: float
    low: int
    high: int
    startup: float
    cooldown: float = 300.0
    lag: float = 60.0


class SimpyFleet:
    """Replicas behind a balancer that asks for the fewest outstanding requests."""

    def __init__(self, scaling: Scaling, initial: int) -> None:
        """Begin with *initial* replicas."""
        self.env = simpy.Environment()
        self.scaling = scaling
        self.servers = [self._server() for _ in range(initial)]
        self.wanted = initial
        self.latencies: list[float] = []
        self.counts: list[tuple[float, int]] = [(0.0, initial)]
        self._points: list[tuple[float, int]] = []
        self._share, self._requests = 0.0, 0
        self._out_at = self._in_at = self._acted_at = -1e9

    def _server(self) -> Server:
        return Server()

    def run(self, arrivals: npt.NDArray[np.float64], work: npt.NDArray[np.float64], end: float) -> None:
        """Simulate the requests that arrive at *arrivals* and need *work*, all in seconds."""
        self.env.process(self._arrive(arrivals.tolist(), work.tolist()))
        self.env.process(self._watch())
        self.env.run(until=end)

    def _arrive(self, arrivals: list[float], work: list[float]) -> Generator[Any, Any, None]:
        for at, needed in zip(arrivals, work, strict=True):
            yield self.env.timeout(at - self.env.now)
            serving = [server for server in self.servers if server.serving]
            self._share += 1.0 / len(serving)
            self._requests += 1
            self._take(min(serving, key=lambda each: each.outstanding), at, needed)

    def _take(self, server: Server, at: float, needed: float) -> None:
        server.queue.append((at, needed))
        if not server.busy:
            self._begin(server)

    def _begin(self, server: Server) -> None:
        came, needed = server.queue.popleft()
        server.busy = True
        event = self.env.timeout(needed)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: self._end(server, came))

    def _end(self, server: Server, came: float) -> None:
        self.latencies.append(self.env.now - came)
        server.busy = False
        if server.queue:
            self._begin(server)

    def _watch(self) -> Generator[Any, Any, None]:
        """Publish a datapoint each minute, and let the alarms see it after the lag."""
        while True:
            yield self.env.timeout(MINUTE)
            self._points.append((self._share, self._requests))
            self._share, self._requests = 0.0, 0
            self.env.process(self._seen(len(self._points)))

    def _seen(self, count: int) -> Generator[Any, Any, None]:
        yield self.env.timeout(self.scaling.lag)
        values, target = [value for value, _ in self._points[:count]], self.scaling.target
        load = self._points[count - 1][1]
        if len(values) >= 3 and min(values[-3:]) > target:
            self._grow(ceil(load / target))
        elif len(values) >= 15 and max(values[-15:]) < 0.9 * target:
            self._shrink(ceil(load / target))

    def _grow(self, needed: int) -> None:
        needed = min(needed, self.scaling.high)
        if needed <= self.wanted:
            return
        if self.env.now >= self._out_at + self.scaling.cooldown:
            self._out_at = self.env.now
        self._in_at = -1e9
        for _ in range(needed - self.wanted):
            self.env.process(self._start())
        self.wanted = needed

    def _start(self) -> Generator[Any, Any, None]:
        yield self.env.timeout(self.scaling.startup)
        self.servers.append(self._server())
        self._note()

    def _shrink(self, needed: int) -> None:
        needed = max(needed, self.scaling.low)
        if needed >= self.wanted or self.env.now < self._in_at + self.scaling.cooldown:
            return
        self._in_at = self.env.now
        for _ in range(self.wanted - needed):
            idle = min((each for each in self.servers if each.serving), key=lambda each: each.outstanding)
            idle.serving = False
        self.wanted = needed
        self._note()

    def _note(self) -> None:
        self.counts.append((self.env.now, sum(each.serving for each in self.servers)))


class Desk(Server):
    """A replica that is a resource."""

    def __init__(self, env: simpy.Environment) -> None:
        """Serve one request at a time."""
        super().__init__()
        self.desk = simpy.Resource(env)

    @property
    def outstanding(self) -> int:
        """Requests waiting or being computed."""
        return self.desk.count + len(self.desk.queue)


class ProcessFleet(SimpyFleet):
    """The same fleet as SimPy's documentation writes queues: a process per request, a resource per replica."""

    def _server(self) -> Server:
        return Desk(self.env)

    def _take(self, server: Server, at: float, needed: float) -> None:
        self.env.process(self._request(server, at, needed))

    def _request(self, server: Server, at: float, needed: float) -> Generator[Any, Any, None]:
        assert isinstance(server, Desk)
        with server.desk.request() as turn:
            yield turn
            yield self.env.timeout(needed)
        self.latencies.append(self.env.now - at)
