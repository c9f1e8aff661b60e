"""A process is known by its pid and its start time."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from modelhost.sandbox import process
from modelhost.sandbox.process import Record


@pytest.fixture
def child() -> Iterator[Record]:
    """A process of ours that would run for ever."""
    running = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    yield Record(running.pid, process.started(running.pid) or "", port=1)
    running.kill()
    running.wait()


def gone(pid: int) -> bool:
    """Wait, bounded, until process *pid* is gone."""
    record = Record(pid, process.started(pid) or "", port=0)
    return process.ended(record, time.monotonic() + 10)


def test_a_running_process_is_known(child: Record) -> None:
    """The process that was recorded runs."""
    assert child.running


def test_a_reused_pid_is_another_process(child: Record) -> None:
    """A pid with another start time belongs to somebody else, who is not stopped."""
    stranger = replace(child, started="1")
    assert (stranger.running, process.stop(stranger), child.running) == (False, False, True)


def test_stop_ends_the_recorded_process(child: Record) -> None:
    """The recorded process is gone when `stop` returns; a second `stop` finds nothing."""
    assert (process.stop(child), child.running, process.stop(child)) == (True, False, False)


def test_a_zombie_does_not_run() -> None:
    """What is left of an ended process is not a running one."""
    fields = ["Z", *(str(number) for number in range(30))]
    assert process.start_ticks(f"42 (a (strange) name) {' '.join(fields)}") is None


def test_start_time_survives_a_strange_name() -> None:
    """The name in /proc/PID/stat may hold blanks and parentheses."""
    fields = ["S", *(str(number) for number in range(4, 40))]
    assert process.start_ticks(f"42 (a (strange) name) {' '.join(fields)}") == "22"


def test_a_record_is_read_as_written(tmp_path: Path) -> None:
    """A record survives the file."""
    record = Record(42, "1234", 8080)
    process.write(tmp_path / "cloud.json", record)
    assert process.read(tmp_path / "cloud.json") == record


@pytest.mark.parametrize("content", ["", "{", '{"pid": 1}', "[]"])
def test_a_broken_record_is_none(tmp_path: Path, content: str) -> None:
    """A half-written or foreign file is no record."""
    (tmp_path / "cloud.json").write_text(content)
    assert process.read(tmp_path / "cloud.json") is None
