"""The processes of the endpoints that were invoked, one each, replaced when the live model changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from modelhost.sandbox.cloud.inference.process import ModelProcess, Served

Key = tuple[str, str]


@dataclass
class _Running:
    model_arn: str
    process: ModelProcess


class ModelServers:
    """Keeps at most one model process per endpoint."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "inference"
        self._running: dict[Key, _Running] = {}
        self._lock = Lock()

    def get(self, key: Key, model_arn: str, unpack: Callable[[Path], Served]) -> ModelProcess:
        """Give the process of an endpoint's live model, started on its first use."""
        with self._lock:
            running = self._running.get(key)
            if running is not None and running.model_arn == model_arn:
                return running.process
            self._stop(key)
            folder = self._folder / key[0] / key[1]
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            process = ModelProcess(unpack(folder), folder / "log")
            self._running[key] = _Running(model_arn, process)
            return process

    def stop(self, key: Key) -> None:
        """End the process of an endpoint."""
        with self._lock:
            self._stop(key)

    def stop_all(self) -> None:
        """End every process."""
        with self._lock:
            for key in list(self._running):
                self._stop(key)

    def _stop(self, key: Key) -> None:
        running = self._running.pop(key, None)
        if running is not None:
            running.process.stop()
