"""Where the processor time of an engine's run goes: to the engine, the program or a provider."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

SAMPLE_SECONDS = 0.1
ROLES = {
    "modelhost.sandbox.language": "program",
    "modelhost.sandbox.aws": "aws_provider",
    "modelhost/provider": "modelhost_provider",
    "modelhost.sandbox.cloud": "embedded_aws",
    "pulumi": "engine",
}
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def role_of(command: str) -> str | None:
    """Name the part of the run that a command line belongs to."""
    return next((role for mark, role in ROLES.items() if mark in command), None)


def used_seconds(process: Path) -> float:
    """Processor time of one process so far; proc(5), fields utime and stime of /proc/PID/stat."""
    fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


class ProcessTime:
    """Samples our processes while it is entered; `seconds` then tells the time of each role."""

    def __init__(self, marker: str) -> None:
        """Watch the processes that carry *marker* in their environment."""
        self._marker = marker.encode()
        self._seen: dict[Path, tuple[str, float]] = {}
        self._before: dict[Path, float] = {}
        self._end = Event()
        self._thread = Thread(target=self._sample, daemon=True)

    @property
    def seconds(self) -> Mapping[str, float]:
        """Processor time by role."""
        total: dict[str, float] = dict.fromkeys(ROLES.values(), 0.0)
        for process, (role, used) in self._seen.items():
            total[role] += used - self._before.get(process, 0.0)
        return {role: round(used, 1) for role, used in total.items()}

    def __enter__(self) -> ProcessTime:
        self._look()
        self._before = {process: used for process, (_, used) in self._seen.items()}
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._end.wait(SAMPLE_SECONDS):
            self._look()

    def _look(self) -> None:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                role = role_of((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
                if role and self._marker in (process / "environ").read_bytes():
                    self._seen[process] = (role, used_seconds(process))
            except OSError:
                continue  # it has ended since it was listed
