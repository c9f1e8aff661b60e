"""What else to know of a plan."""

from collections.abc import Iterator

import numpy as np

from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.question import Question
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.crossed import LEAST_DAYS, WEEKLY_DAYS
from modelhost.planner.search.followed import followed
from modelhost.planner.search.growth import LEAST_RATIOS
from modelhost.planner.search.sized import unreplayable

REFRESH = "run `modelhost catalog refresh`, or name another"


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
    else:
        yield from _of_today(bench.question)
    for name in bench.question.unpriced:
        yield f"{name} was not looked at: no price of it in {bench.question.region} is known; {REFRESH}."
    days = trace.seconds / 86_400
    yield from bench.trace.notes
    if trace.start is None:
        yield "The trace has no dates: its beginning is taken for midnight of a Monday."
    yield from _of_growth(bench)
    if days < LEAST_DAYS:
        yield f"No schedule was learnt: the trace has {days:.1f} days, and a schedule needs a week."
    elif days < WEEKLY_DAYS:
        yield f"The trace has {days:.0f} days: workdays and weekends were told apart, the days of the week were not."


def _of_growth(bench: Bench) -> Iterator[str]:
    """Yield how much more load the plan bears than the past had."""
    days = bench.question.trace.seconds / 86_400
    if bench.grown is not None:
        factor = bench.grown.trace.total / bench.trace.total
        yield f"By the past, the next days may bring {factor:.2f} times the load; who wins keeps the promise then, too."
    elif days < LEAST_RATIOS + 1:
        yield f"The trace has {days:.1f} days, which tell no growth: none is assumed; ask with --what-if load=1.3x."


def _of_today(question: Question) -> Iterator[str]:
    """Yield what the account of today's way rests on."""
    if question.today is None:
        return
    policy, trace = question.today.policy, question.trace
    moments = (np.arange(trace.windows) * trace.window_seconds * SECOND_NS).astype(np.int64)
    high = policy.bounds.high[np.searchsorted(policy.bounds.from_ns, moments, side="right") - 1]
    gone = float(np.nan_to_num(trace.counts)[high == 0].sum() / trace.total) if trace.total else 0.0
    if gone > 0:
        yield f"Today {gone:.1%} of the requests come while the endpoint is gone by its hours; they count as missed."
    if any(metric is Metric.UTILIZATION for metric in followed(policy.autoscaler)):
        yield "Today's scaling follows the use of cores, which is assumed to be the share of the slots that compute."
