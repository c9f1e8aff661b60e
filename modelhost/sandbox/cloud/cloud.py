"""The state that our handlers keep beside moto's: shelves of resources, in memory only."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from threading import Event, RLock, local
from typing import Any

from modelhost.sandbox.cloud.faults import FaultPlan
from modelhost.sandbox.cloud.inference.servers import ModelServers
from modelhost.sandbox.cloud.journal import Journal

TRANSITION_VARIABLE = "MODELHOST_SANDBOX_TRANSITION_SECONDS"
TRANSITION_SECONDS = 1.0
Key = tuple[str, str]


class Cloud:
    """Everything that one embedded AWS account holds and moto does not."""

    def __init__(self, state: Path, clock: Callable[[], float] = time.time) -> None:
        self.state = state
        self.lock = RLock()
        self.journal = Journal()
        self.faults = FaultPlan()
        self.model_servers = ModelServers(state)
        self.transition_seconds = float(os.environ.get(TRANSITION_VARIABLE, TRANSITION_SECONDS))
        self.port = 0
        self.pause = Event()
        self._later = local()
        self._clock = clock
        self._ahead_seconds = 0.0
        self._shelves: dict[str, dict[Key, Any]] = defaultdict(dict)

    def now(self) -> float:
        """Read the clock, in seconds since the epoch."""
        return self._clock() + self._ahead_seconds

    def advance(self, seconds: float) -> None:
        """Put the clock forward, so that a test need not wait."""
        self._ahead_seconds += max(0.0, seconds)

    def shelf(self, kind: str) -> dict[Key, Any]:
        """Give the resources of one kind by region and name."""
        return self._shelves[kind]

    def later(self, work: Callable[[], Any]) -> None:
        """Put off what must not be done while the lock is held, until this thread's call is answered."""
        self._put_off().append(work)

    def catch_up(self) -> None:
        """Do what this thread has put off; the lock must not be held."""
        put_off = self._put_off()
        while put_off:
            put_off.pop(0)()

    def _put_off(self) -> list[Callable[[], Any]]:
        found: list[Callable[[], Any]] = self._later.__dict__.setdefault("work", [])
        return found

    def clear(self) -> None:
        """Forget every resource of ours."""
        with self.lock:
            self._shelves.clear()
