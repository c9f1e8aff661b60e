"""Know a process again: a pid counts only together with the time its process started."""

import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

POLL_SECONDS = 0.05
GRACE_SECONDS = 5.0


@dataclass(frozen=True)
class Record:
    """A process that we started and the port it serves."""

    pid: int
    started: str
    """When the process started, in the words of the operating system."""
    port: int

    @property
    def running(self) -> bool:
        """Whether this very process still runs, and not another with its number."""
        return started(self.pid) == self.started


def started(pid: int) -> str | None:
    """Return when process *pid* started, or None where there is no such process (or only its remains)."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        return start_ticks(stat.read_text()) if stat.exists() else None
    listing = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True)
    state, _, when = listing.stdout.strip().partition(" ")
    return None if not when or state.startswith("Z") else when.strip()


def start_ticks(stat: str) -> str | None:
    """Return the start time in a line of /proc/PID/stat, None for a zombie."""
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def write(path: Path, record: Record) -> None:
    """Keep *record* in *path*, at once or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(record)) + "\n")
    draft.replace(path)


def read(path: Path) -> Record | None:
    """Return the record in *path*, or None where there is none that we could have written."""
    try:
        return Record(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def stop(record: Record) -> bool:
    """End the recorded process, politely and then by force; say whether there was one to end."""
    if not record.running:
        return False
    for number in (signal.SIGTERM, signal.SIGKILL):
        deliver(record, number)
        if ended(record, time.monotonic() + GRACE_SECONDS):
            break
    return True


def deliver(record: Record, number: signal.Signals) -> None:
    """Signal the recorded process if it is still the same one."""
    if record.running:
        try:
            os.kill(record.pid, number)
        except ProcessLookupError:
            return


def ended(record: Record, deadline: float) -> bool:
    """Wait until the process is gone or *deadline* (monotonic seconds) has passed."""
    while record.running:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
