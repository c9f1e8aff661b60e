"""What both simulators give back."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.outcome import Outcome
from modelhost.planner.simulation.run import Run


@dataclass(eq=False)
class Seen:
    """What a simulator counted; the sums are Python's whole numbers, so none overflows."""

    offered: int
    within: int
    rejected: int
    timed_out: int
    started: int
    """Requests that were computed."""
    lost: int
    """Requests on replicas that ended at once."""
    waited_ns: int
    """Time that the computed ones waited, all together."""
    histogram: Counts
    """(BUCKETS,) finished requests by latency."""
    hours: Counts
    """(2, hours) offered and kept, by hour of arrival."""
    timeline: Counts
    """(3, lines) when the numbers changed, replicas serving, paid for; then a row of those paid for of each size."""


def outcome(run: Run, seen: Seen) -> Outcome:
    """Return what came of a run."""
    timeline = seen.timeline[:, np.append(seen.timeline[0, 1:] != seen.timeline[0, :-1], True)]
    changed_ns, serving, paid = timeline[:3]
    spent = [_replica_seconds(changed_ns, row, run.warmup_ns, run.end_ns) for row in timeline[2:]]
    return Outcome(
        offered=seen.offered,
        within=seen.within,
        rejected=seen.rejected,
        timed_out=seen.timed_out,
        histogram=seen.histogram,
        hours_offered=seen.hours[0],
        hours_within=seen.hours[1],
        changed_ns=changed_ns,
        serving=serving,
        paid=paid,
        replica_seconds=spent[0],
        seconds=(run.end_ns - run.warmup_ns) / SECOND_NS,
        mean_wait_seconds=seen.waited_ns / seen.started / SECOND_NS if seen.started else 0.0,
        warmup_seconds=run.warmup_ns / SECOND_NS,
        lost=seen.lost,
        size_seconds=tuple(spent[1:] or spent),
    )


def _replica_seconds(changed_ns: Counts, paid: Counts, begin_ns: int, end_ns: int) -> float:
    edges = np.clip(np.append(changed_ns, end_ns), begin_ns, end_ns)
    return float(np.dot(np.diff(edges) / SECOND_NS, paid))
