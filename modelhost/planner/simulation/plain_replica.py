"""A replica of the reference: slots, and a queue before them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from modelhost.planner.simulation.layout import Phase


@dataclass(eq=False)
class Request:
    """One request on its way."""

    came_ns: int
    """When it arrived."""
    work_seconds: float
    """Its time alone on an idle replica of the first size."""
    waited_ns: int = 0
    """From its arrival until a slot took it."""
    company: int = 0
    """How many requests the slots then held, itself included."""
    size: int = 0
    """Size of the replica that took it."""


@dataclass(eq=False)
class Replica:
    """One replica from launch to end."""

    place: int
    """Lowest number that no other living replica had at its launch."""
    launched: int
    """How many launches were before."""
    size: int
    """Which machine type it is."""
    slots: int
    """Requests computed at once."""
    room: int
    """Requests computed and waiting at most."""
    phase: Phase = Phase.ASKED
    """What it is doing."""
    zone: int = 0
    """Where it runs, once it was found a machine."""
    computing: list[Request] = field(default_factory=list)
    """Requests in slots."""
    queue: deque[Request] = field(default_factory=deque)
    """Requests that wait, the oldest first."""

    @property
    def outstanding(self) -> int:
        """Requests waiting or being computed."""
        return len(self.computing) + len(self.queue)

    @property
    def full(self) -> bool:
        """Whether it turns a further request away."""
        return self.outstanding >= self.room

    @property
    def paid(self) -> bool:
        """Whether there is a machine, which is paid for."""
        return self.phase > Phase.ASKED
