"""Questions answered over processes of this machine."""

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from modelhost.planner.sweeping.answered import Swept, answered, lost

AHEAD = 2
"""Questions handed out per process, so that none waits for the next one and few are copied at once."""
THREADS = "NUMBA_NUM_THREADS"


def over_processes(
    questions: Sequence[Any], answer: Callable[[Any], Any], processes: int
) -> Iterator[tuple[int, Swept[Any]]]:
    """Yield the place of each of *questions* and what came of it, as they come.

    A process that dies takes those with it that were handed out; each of them is asked once more, alone, so that only
    the one that kills its process is left without an answer.
    """
    waiting = dict(enumerate(questions))
    left = -1
    while waiting and len(waiting) != left:
        left = len(waiting)
        for place in (yield from _pooled(waiting, answer, processes)):
            alone = {place: waiting.pop(place)}
            suspected = yield from _pooled(alone, answer, 1)
            yield from ((each, lost("")) for each in suspected)
    yield from ((place, lost("no process could be started")) for place in waiting)


def _pooled(
    waiting: dict[int, Any], answer: Callable[[Any], Any], processes: int
) -> Generator[tuple[int, Swept[Any]], None, list[int]]:
    """Answer what is *waiting* over a pool, and take it from there; return what a dead process was asked."""
    todo = iter(list(waiting.items()))
    share = max(1, (os.cpu_count() or 1) // processes)
    running: dict[Future[Swept[Any]], int] = {}
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin, (share,)) as pool:
        try:
            _hand_out(pool, todo, answer, running, processes * AHEAD)
            while running:
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    swept = _result(done)
                    del waiting[running[done]]
                    yield running.pop(done), swept
                _hand_out(pool, todo, answer, running, processes * AHEAD)
        except BrokenProcessPool:
            return sorted(running.values())
    return []


def _hand_out(
    pool: ProcessPoolExecutor,
    todo: Iterator[tuple[int, Any]],
    answer: Callable[[Any], Any],
    running: dict[Future[Swept[Any]], int],
    most: int,
) -> None:
    """Keep *most* questions handed out."""
    while len(running) < most and (asked := next(todo, None)) is not None:
        running[pool.submit(answered, answer, asked[1])] = asked[0]


def _result(done: Future[Swept[Any]]) -> Swept[Any]:
    """Return what came of one question; one that cannot be copied to or from its process is a problem of its own."""
    try:
        return done.result()
    except BrokenProcessPool:
        raise
    except Exception as error:
        return Swept(None, f"{type(error).__name__}: {error}", 0.0)


def _begin(threads: int) -> None:
    """Give a new process its share of the cores, before numba is imported."""
    os.environ.setdefault(THREADS, str(threads))
