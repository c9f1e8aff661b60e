"""Many questions, answered one after the other here, over processes, or unchanged on a Ray cluster.

The answers come in the order of the questions wherever they were made, and a question that fails takes no other one
with it. Nothing here imports numba, so that a process can be told its share of the cores first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from modelhost.planner.sweeping.answered import Swept, answered, unknown

if TYPE_CHECKING:
    from modelhost.planner.answer import Plan
    from modelhost.planner.question import Question

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Progress = Callable[[int, int], None]
"""Told how many questions are answered, and how many there are."""


@dataclass(frozen=True)
class Where:
    """Where questions are answered."""

    processes: int = 1
    """Processes of this machine; 1 answers in this one."""
    ray: str | None = None
    """Address of a Ray cluster, such as `ray://head:10001`, `auto`, or `local` for one of this machine's own."""

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.processes < 1:
            raise ValueError(f"processes: {self.processes} is too few; use 1 or more")
        if self.ray is not None and self.processes > 1:
            raise ValueError("processes and ray are two places; give one of them")


HERE = Where()


def sweep(
    questions: Sequence[Asked],
    answer: Callable[[Asked], Answer],
    where: Where = HERE,
    progress: Progress | None = None,
) -> tuple[Swept[Answer], ...]:
    """Return what *answer* says to each of *questions*, in their order; a problem stands where it failed.

    Away from this process *answer* must be a function of a module, and questions and answers must be picklable.
    ValueError when the place cannot be reached.
    """
    told = progress or (lambda done, whole: None)
    found: dict[int, Swept[Answer]] = {}
    for place, swept in _answers(questions, answer, where):
        found[place] = swept
        told(len(found), len(questions))
    return tuple(found.get(place, unknown()) for place in range(len(questions)))


def plans(
    questions: Sequence["Question"], where: Where = HERE, progress: Progress | None = None
) -> tuple[Swept["Plan"], ...]:
    """Return the plan for each of *questions*: endpoints, traces, promises or what-ifs; fields as in `sweep`."""
    return sweep(questions, planned, where, progress)


def planned(question: "Question") -> "Plan":
    """Return the plan for *question*; imported only where it is made."""
    from modelhost.planner.plan import plan

    return plan(question)


def _answers(questions: Sequence[Any], answer: Callable[[Any], Any], where: Where) -> Any:
    """Return an iterator over places and what came of them, as they come."""
    if where.ray is not None:
        from modelhost.planner.sweeping.cluster import on_ray

        return on_ray(questions, answer, where.ray)
    if where.processes > 1:
        from modelhost.planner.sweeping.process import over_processes

        return over_processes(questions, answer, where.processes)
    return ((place, answered(answer, question)) for place, question in enumerate(questions))
