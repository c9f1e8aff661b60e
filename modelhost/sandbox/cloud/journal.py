"""Remember the latest calls, so that a test can ask what was really requested."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import Any

from modelhost.sandbox.cloud.call import Call

CAPACITY_CALLS = 5000


class Journal:
    """A bounded ring of the calls answered, oldest first."""

    def __init__(self, capacity: int = CAPACITY_CALLS) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=capacity)
        self._lock = Lock()

    def record(self, call: Call, status: int, error: str | None) -> None:
        """Append one answered call."""
        entry = {
            "service": call.service,
            "operation": call.operation,
            "region": call.region,
            "params": call.params,
            "status": status,
            "error": error,
        }
        with self._lock:
            self._entries.append(entry)

    def entries(self, service: str | None = None, operation: str | None = None) -> list[dict[str, Any]]:
        """List the remembered calls of a service and operation, or all."""
        with self._lock:
            entries = list(self._entries)
        return [
            entry
            for entry in entries
            if service in (None, entry["service"]) and operation in (None, entry["operation"])
        ]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
