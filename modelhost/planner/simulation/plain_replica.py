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
    """Its time alone on an idle replica."""
    waited_ns: int = 0
    """From its arrival until a slot took it."""
    company: int = 0
    """How many requests the slots then held, itself included."""


@dataclass(eq=False)
class Replica:
    """One replica from launch to end."""

    place: int
    """Lowest number that no other living replica had at its launch."""
    launched: int
    """How many launches were before."""
    slots: int
    """Requests computed at once."""
    room: int
    """Requests computed and waiting at most."""
    phase: Phase = Phase.STARTING
    """What it is doing."""
    computing: int = 0
    """Slots that compute."""
    queue: deque[Request] = field(default_factory=deque)
    """Requests that wait, the oldest first."""

    @property
    def outstanding(self) -> int:
        """Requests waiting or being computed."""
        return self.computing + len(self.queue)

    @property
    def full(self) -> bool:
        """Whether it turns a further request away."""
        return self.outstanding >= self.room
