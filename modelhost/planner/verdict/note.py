"""What else to know of a plan."""

from collections.abc import Iterator

from modelhost.planner.question import Question
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.crossed import LEAST_DAYS, WEEKLY_DAYS
from modelhost.planner.search.sized import unreplayable


def unjudged(question: Question) -> str:
    """Return why what stands today cannot be judged; empty where it can, or where nothing stands."""
    if question.today is None or question.today_note:
        return question.today_note
    return unreplayable(question, question.today)


def notes(bench: Bench) -> Iterator[str]:
    """Yield what a reader should know before trusting the answer."""
    trace = bench.question.trace
    reason = unjudged(bench.question)
    if reason:
        yield f"What stands today was not judged: {reason}"
    days = trace.seconds / 86_400
    yield from bench.trace.notes
    if trace.start is None:
        yield "The trace has no dates: its beginning is taken for midnight of a Monday."
    if days < LEAST_DAYS:
        yield f"No schedule was learnt: the trace has {days:.1f} days, and a schedule needs a week."
    elif days < WEEKLY_DAYS:
        yield f"The trace has {days:.0f} days: workdays and weekends were told apart, the days of the week were not."
