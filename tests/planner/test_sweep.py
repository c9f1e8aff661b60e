"""A sweep gives the same answers wherever they are made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from modelhost.planner.sweep import Where, plans, sweep
from tests.planner.ray_sweep import halved

ROOT = Path(__file__).parents[2]
CLUSTER_SECONDS = 150
"""A local cluster starts in about ten seconds; a machine that is too busy for it skips the test."""


def killing(number: int) -> int:
    """Return *number*, except that 3 kills its process, as running out of memory does."""
    if number == 3:
        os._exit(9)
    return number


def unsendable(number: int) -> object:
    """Return what cannot be copied to another process."""
    return lambda: number


def test_answers_come_in_the_order_of_the_questions() -> None:
    """And a question that fails says why, beside the others' answers."""
    found = sweep([4, 3, 2], halved)
    assert [(each.answer, each.problem) for each in found] == [(2, ""), (None, "ValueError: 3 is odd"), (1, "")]
    assert all(each.seconds >= 0 for each in found)


def test_processes_give_the_same_answers() -> None:
    """Two processes, more questions than are handed out at once, and the progress is told."""
    told: list[tuple[int, int]] = []
    here = sweep(range(12), halved)
    there = sweep(range(12), halved, Where(processes=2), lambda done, whole: told.append((done, whole)))
    assert [each[:2] for each in there] == [each[:2] for each in here]
    assert told == [(count, 12) for count in range(1, 13)]


def test_a_process_that_dies_takes_only_its_own_question() -> None:
    """The others that were handed out are asked again."""
    found = sweep(range(8), killing, Where(processes=2))
    assert [each.answer for each in found] == [0, 1, 2, None, 4, 5, 6, 7]
    assert found[3].problem.startswith("its process ended before it answered")


def test_an_answer_that_cannot_be_sent_is_a_problem() -> None:
    """Of that question, not of the sweep."""
    [found] = sweep([1], unsendable, Where(processes=2))
    assert found.answer is None
    assert "pickle" in found.problem.lower()


def test_nothing_asked_is_nothing_answered() -> None:
    """In either place."""
    assert sweep([], halved) == sweep([], halved, Where(processes=2)) == plans([]) == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"processes": 0}, "processes: 0 is too few"), ({"processes": 2, "ray": "auto"}, "two places")],
)
def test_a_place_that_cannot_be_meant_is_refused(fields: dict[str, object], message: str) -> None:
    """Before anything is asked."""
    with pytest.raises(ValueError, match=message):
        Where(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "127.0.0.1:99999"])
def test_a_cluster_that_is_not_there_is_told_at_once(address: str) -> None:
    """Where nothing listens; Ray itself would try for minutes, and is not even imported."""
    with pytest.raises(ValueError, match="no cluster answers at"):
        sweep([4], halved, Where(ray=address))


def test_ray_gives_the_same_answers() -> None:
    """The same program on a cluster of this machine, in a process group of its own that is ended in any case."""
    if find_spec("ray") is None:
        pytest.skip("the extra ray is not installed")
    here, there = ray_sweep(""), ray_sweep("local")
    assert there == here
    assert here[:3] == [[0, ""], [None, "ValueError: 1 is odd"], [1, ""]]


def ray_sweep(address: str) -> list[list[object]]:
    """Return what the program prints."""
    quiet = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DISABLE_IMPORT_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    words = [sys.executable, "-m", "tests.planner.ray_sweep", address]
    environment = {**os.environ, **quiet}
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as program:
        try:
            answers, errors = program.communicate(timeout=CLUSTER_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            pytest.skip(f"no local cluster within {CLUSTER_SECONDS} s: this machine is too busy")
    assert program.returncode == 0, errors.decode()[-2_000:]
    found: list[list[object]] = json.loads(answers.decode().splitlines()[-1])
    return found
