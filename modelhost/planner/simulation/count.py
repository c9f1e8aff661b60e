"""Requests counted by what became of them, apart from the loop that decides it, so that both keep to the registers."""

from modelhost.planner.array import Counts
from modelhost.planner.compiled import leaf
from modelhost.planner.simulation.latency import bucket
from modelhost.planner.simulation.layout import EXPIRED, REJECTED, At, Score, Tally


@leaf
def count(now: Counts, score: Score, offered: int, hour: int) -> None:
    """Count the *offered* requests that the loop has just handled; they arrived in one clock-hour.

    The histogram has a loop of its own, so that the other, all sums, runs in vectors.
    """
    row, longest_ns, timeout_ns = now[At.COUNTED], now[At.LATENCY_NS], now[At.TIMEOUT_NS]
    rejected, timed_out, started, waited_ns, within = 0, 0, 0, 0, 0
    for number in range(offered):
        latency_ns, waited = score.latency_ns[number], score.waited_ns[number]
        rejected += latency_ns == REJECTED
        timed_out += (latency_ns == EXPIRED) | (latency_ns > timeout_ns)
        started += latency_ns >= 0
        waited_ns += max(waited, ~waited) if latency_ns >= 0 else 0
        within += (latency_ns >= 0) & (latency_ns <= min(longest_ns, timeout_ns)) & (waited >= 0)
    for number in range(offered):
        if 0 <= score.latency_ns[number] <= timeout_ns:
            score.histogram[row, bucket(score.latency_ns[number])] += 1
    now[At.ARRIVED] += offered
    now[At.REFUSED] += rejected
    tally = score.tally[row]
    tally[Tally.OFFERED] += offered
    tally[Tally.WITHIN] += within
    tally[Tally.REJECTED] += rejected
    tally[Tally.TIMED_OUT] += timed_out
    tally[Tally.STARTED] += started
    tally[Tally.WAITED_NS] += waited_ns
    score.hours[0, hour] += offered
    score.hours[1, hour] += within
