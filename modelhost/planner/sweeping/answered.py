"""One question's answer, or why there is none."""

import time
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

Answer = TypeVar("Answer")


class Swept(NamedTuple, Generic[Answer]):
    """What came of one question."""

    answer: Answer | None
    """The answer; none when there is a problem."""
    problem: str
    """Why there is no answer; empty when there is one."""
    seconds: float
    """Time that it took, where it was made."""


def answered(answer: Callable[[Any], Answer], question: Any) -> Swept[Answer]:
    """Return what *answer* says to *question*; whatever it raises becomes a problem of this question alone."""
    begun = time.perf_counter()
    try:
        return Swept(answer(question), "", time.perf_counter() - begun)
    except Exception as error:
        return Swept(None, f"{type(error).__name__}: {error}", time.perf_counter() - begun)


def lost(why: str) -> Swept[Any]:
    """Return a question's problem when its process ended before it was answered."""
    return Swept(None, f"its process ended before it answered: {why or 'killed, perhaps for memory'}", 0.0)


def unknown() -> Swept[Any]:
    """Return the problem of a question that nobody came back with."""
    return lost("it was never heard of again")
