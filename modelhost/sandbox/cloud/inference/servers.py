"""The processes of the models that were invoked, one for each place of an endpoint, replaced when its model changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from modelhost.sandbox.cloud.inference.process import ModelProcess, Served

Key = tuple[str, str]
MOST_PROCESSES = 12


@dataclass
class _Running:
    identity: str
    process: ModelProcess


class ModelServers:
    """Keeps at most one process for each region and slot, and only the latest used of all."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "inference"
        self._running: dict[Key, _Running] = {}
        self._lock = Lock()

    def get(self, key: Key, identity: str, unpack: Callable[[Path], Served]) -> ModelProcess:
        """Give the process of a slot's model, started on its first use."""
        with self._lock:
            running = self._running.pop(key, None)
            if running is not None and running.identity == identity:
                self._running[key] = running
                return running.process
            if running is not None:
                running.process.stop()
            self._stop_oldest()
            folder = self._folder / key[0] / key[1] / "process"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            process = ModelProcess(unpack(folder), folder / "log")
            self._running[key] = _Running(identity, process)
            return process

    def stop(self, key: Key) -> None:
        """End the process of a slot and those of the slots below it."""
        self._stop_where(lambda other: other[0] == key[0] and _inside(other[1], key[1]))

    def retire(self, region: str, place: str, kept: str) -> None:
        """End the processes of a place but those of the slot that is live there."""
        self._stop_where(lambda other: other[0] == region and _inside(other[1], place) and not _related(other[1], kept))

    def stop_all(self) -> None:
        """End every process."""
        self._stop_where(lambda other: True)

    def _stop_where(self, chosen: Callable[[Key], bool]) -> None:
        with self._lock:
            for key in [key for key in self._running if chosen(key)]:
                self._running.pop(key).process.stop()

    def _stop_oldest(self) -> None:
        while len(self._running) >= MOST_PROCESSES:
            self._running.pop(next(iter(self._running))).process.stop()


def _inside(slot: str, place: str) -> bool:
    return slot == place or slot.startswith(f"{place}/")


def _related(slot: str, kept: str) -> bool:
    return slot.rpartition("/archive/")[0] == kept.rpartition("/archive/")[0] if "/archive/" in kept else slot == kept
