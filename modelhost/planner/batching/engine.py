"""The compiled engine: jumps over the steps between which nobody joins or leaves, in closed form.

It follows vLLM's scheduler (v1, first come first served): running requests go first, then pieces of prompts up to the
tokens of a step; a prompt is admitted when the cache holds it whole; when the cache is full the youngest is put back
and computed anew. Simplified: the cache is counted in tokens rather than in blocks of 16.
"""

import math

from modelhost.planner.array import Counts
from modelhost.planner.batching.prompt import fits, take_prompts
from modelhost.planner.batching.queue import append, ready_ps
from modelhost.planner.batching.slot import enter, finish, leave, put_back
from modelhost.planner.batching.state import (
    BEFORE,
    CLOCK,
    CONTEXT,
    DUE,
    ENDING,
    HEAD,
    LAST,
    OUTSTANDING,
    PARTIAL,
    REQUEST,
    RUNNING,
    STEPS,
    USED,
    Flow,
)
from modelhost.planner.batching.step import Step
from modelhost.planner.compiled import leaf

FAR = 1 << 62


@leaf
def span(step: Step, running: int, context: int, count: int) -> int:
    """Return the time of *count* steps between which nobody joins or leaves."""
    read = count * (context + running) + running * (count * (count - 1) // 2)
    return int(count * step.linear_ps[running] + step.cache_ps * read)


@leaf
def reach(step: Step, running: int, context: int, gap_ps: int, most: int) -> int:
    """Return the fewest steps that take at least *gap_ps*, but no more than *most*."""
    if span(step, running, context, most) < gap_ps:
        return most
    half = step.cache_ps * running / 2.0
    slope = step.linear_ps[running] + step.cache_ps * (context + running) - half
    guess = gap_ps / slope if half == 0 else (math.sqrt(slope * slope + 4 * half * gap_ps) - slope) / (2 * half)
    count = max(1, min(most, int(guess)))
    while count > 1 and span(step, running, context, count - 1) >= gap_ps:
        count -= 1
    while span(step, running, context, count) < gap_ps:
        count += 1
    return count


@leaf
def run_on(row: Counts, slots: Counts, flow: Flow, count: int, took_ps: int, last_ps: int) -> None:
    """Let *count* steps pass in *took_ps*, the last one in *last_ps*; those leave that make their last token."""
    running = row[RUNNING]
    row[CLOCK] += took_ps
    row[BEFORE] = row[CLOCK] - last_ps
    row[STEPS] += count
    row[CONTEXT] += running * count
    row[USED] += running * count
    row[ENDING] = 0
    for slot in range(running - 1, -1, -1):
        if slots[LAST, slot] == row[STEPS]:
            finish(row, flow, slots[REQUEST, slot])
            leave(row, slots, slot)


@leaf
def soonest(slots: Counts, running: int) -> int:
    """Return the first step that makes somebody's last token; somebody must run."""
    found = slots[LAST, 0]
    for slot in range(1, running):
        found = min(found, slots[LAST, slot])
    return int(found)


@leaf
def jump(row: Counts, slots: Counts, flow: Flow, step: Step, until_ps: int) -> None:
    """Do the steps up to the one in which somebody may join or leave."""
    running, context = row[RUNNING], row[CONTEXT]
    most = soonest(slots, running) - row[STEPS]
    most = min(most, (step.cache_tokens - row[USED]) // running)
    if fits(row, flow, step, 0):
        most = 1
    count = reach(step, running, context, until_ps - row[CLOCK], most)
    took = span(step, running, context, count)
    run_on(row, slots, flow, count, took, took - span(step, running, context, count - 1))


@leaf
def advance(row: Counts, slots: Counts, flow: Flow, step: Step, until_ps: int, done: Counts) -> None:
    """Let a replica work to the end of the first step that ends at *until_ps* or later."""
    while row[CLOCK] < until_ps and row[OUTSTANDING] > 0:
        while row[USED] + row[RUNNING] > step.cache_tokens:
            put_back(row, slots, flow)
        tokens, pairs, complete = take_prompts(row, flow, step, done)
        if tokens == 0:
            jump(row, slots, flow, step, until_ps)
            continue
        running = row[RUNNING]
        read = step.cache_ps * (row[CONTEXT] + running)
        took = step.linear_ps[running + tokens] + read + step.pair_ps * pairs
        run_on(row, slots, flow, 1, took, took)
        for place in range(complete):
            enter(row, slots, flow, done[place])
    row[DUE] = due(row, slots, step)


@leaf
def due(row: Counts, slots: Counts, step: Step) -> int:
    """Return the time before which nobody finishes if nobody joins; 0 where that is not known."""
    running = row[RUNNING]
    if running == 0 or row[HEAD] >= 0 or row[PARTIAL] >= 0:
        return FAR if row[OUTSTANDING] == 0 else 0
    most = soonest(slots, running) - row[STEPS]
    if row[USED] + running * most > step.cache_tokens:
        return 0
    return int(row[CLOCK] + span(step, running, row[CONTEXT], most))


@leaf
def least_busy(
    rows: Counts, slots: Counts, flow: Flow, step: Step, ready_ps: int, done: Counts, service_ps: Counts
) -> int:
    """Return the replica in service with the fewest requests at *ready_ps*, the first of equals; -1 when none is."""
    fewest, chosen = FAR, -1
    for replica in range(rows.shape[0]):
        if ready_ps < service_ps[replica, 0] or ready_ps >= service_ps[replica, 1]:
            continue
        row = rows[replica]
        if row[DUE] <= ready_ps:
            advance(row, slots[replica], flow, step, ready_ps, done)
        outstanding = row[OUTSTANDING] + (row[ENDING] if row[CLOCK] > ready_ps else 0)
        if outstanding < fewest:
            fewest, chosen = outstanding, replica
    return chosen


@leaf
def serve(
    rows: Counts, slots: Counts, flow: Flow, step: Step, chosen: Counts, service_ps: Counts, done: Counts
) -> None:
    """Send each request to the replica that *chosen* names in turn, the least busy where it is negative; run all out.

    *service_ps* (replicas, 2) is from when to when each takes requests; what it has taken it finishes. A request that
    finds no replica in service stays without times. *done* (sequences + 1,) is room to work in.
    """
    for request in range(len(flow.prompt)):
        if flow.prompt[request] + flow.output[request] > step.cache_tokens:
            continue
        ready = ready_ps(flow, request)
        replica = chosen[request % len(chosen)]
        if replica < 0:
            replica = least_busy(rows, slots, flow, step, ready, done, service_ps)
        if replica < 0:
            continue
        row = rows[replica]
        advance(row, slots[replica], flow, step, ready, done)
        if row[OUTSTANDING] == 0:
            row[CLOCK] = max(ready, row[CLOCK])
            row[BEFORE] = row[CLOCK]
        append(row, flow, request)
        row[OUTSTANDING] += 1
        row[DUE] = 0
    for replica in range(rows.shape[0]):
        advance(rows[replica], slots[replica], flow, step, FAR, done)
