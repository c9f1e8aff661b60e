"""The per-interval model itself: a mean flow through a fleet, a table for what randomness adds, an autoscaler."""

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.autoscalers.autoscaler import SAMPLES, Sample
from modelhost.planner.autoscalers.decide import decide
from modelhost.planner.clock import HOUR_SECONDS, TICK_SECONDS
from modelhost.planner.compiled import compiled, leaf
from modelhost.planner.interval.fleet import CHANGE, HIGH, LOW, SERVING, STARTING, WANTED, bind, mature, resize
from modelhost.planner.interval.flow import flowing, kept_during, settling, wavering
from modelhost.planner.interval.grid import across, at, place_of

SLOTS, FULL_RATE, QUEUE_LIMIT, TIMEOUT, LONGEST_WAIT, SPREAD, STARTUP_TICKS, WARMUP_TICKS = range(8)
"""Places in the vector of facts."""
OFFERED, WITHIN, REPLICA_SECONDS, PEAK = 0, 1, 2, 3
"""Places in the vector of results."""
INSIDE, SHARE, LOAD = 0, 1, 2
"""Places in the vector of the flow: requests in the fleet, share of the last that keep the promise, load felt."""
HOUR_TICKS = HOUR_SECONDS // TICK_SECONDS


@leaf
def bear(
    flows: Floats,
    sample: Floats,
    serving: int,
    chance: float,
    facts: Floats,
    attainment: Floats,
    excess: Floats,
    flow: Floats,
    kept: Floats,
) -> None:
    """Let *serving* replicas, one or more, bear the arrivals of *sample* for ten seconds; write both vectors.

    *chance* is how many standard deviations more requests than usual are left.
    """
    count, before = sample[Sample.ARRIVALS], flows[INSIDE]
    rate, slots, full = count / TICK_SECONDS, serving * facts[SLOTS], serving * facts[FULL_RATE]
    load = rate / full
    settled = serving * at(flow, place_of(load))
    inside = flowing(before, rate, slots, full, settled)
    inside = max(0.0, inside + chance * wavering(inside, rate, slots, full, settled))
    refused = max(0.0, inside - slots - min(serving * facts[QUEUE_LIMIT], full * facts[TIMEOUT]))
    inside -= refused
    row = min(serving, len(attainment) - 1)
    felt = settling(flows[LOAD], load, full / facts[SPREAD])
    place = place_of(felt)
    share = across(attainment, row, place)
    if before > slots or inside > slots:
        first, last = max(before - slots, 0.0) / full, max(inside - slots, 0.0) / full
        share = min(share, kept_during(kept, facts[LONGEST_WAIT], first, last))
    if refused > 0:
        share *= max(0.0, 1 - refused / max(count, refused))
    more = across(excess, row, place)
    sample[Sample.CONCURRENCY] = (before + inside) / 2 + more
    sample[Sample.CONCURRENCY_PEAK] = max(before, inside) + more
    sample[Sample.BUSY] = min(1.0, (before + inside) / (2 * slots))
    sample[Sample.REFUSED] = refused
    flows[INSIDE], flows[SHARE], flows[LOAD] = inside, share, felt


@leaf
def nobody(flows: Floats, sample: Floats) -> None:
    """Turn the arrivals of *sample* away, as no replica serves."""
    sample[Sample.CONCURRENCY] = sample[Sample.CONCURRENCY_PEAK] = sample[Sample.BUSY] = 0.0
    sample[Sample.REFUSED] = sample[Sample.ARRIVALS]
    flows[INSIDE] = flows[SHARE] = flows[LOAD] = 0.0


@leaf
def account(result: Floats, hours: Floats, tick: int, warmup: int, count: float, share: float, paid: int) -> None:
    """Add ten seconds to the results."""
    hours[tick // HOUR_TICKS, 0] += count
    hours[tick // HOUR_TICKS, 1] += count * share
    if tick >= warmup:
        result[OFFERED] += count
        result[WITHIN] += count * share
        result[REPLICA_SECONDS] += paid * TICK_SECONDS
        result[PEAK] = max(result[PEAK], paid)


@compiled
def interval(
    counts: Floats,
    chances: Floats,
    facts: Floats,
    attainment: Floats,
    excess: Floats,
    flow: Floats,
    kept: Floats,
    kind: int,
    parameters: Floats,
    state: Floats,
    bounds: Counts,
    initial: int,
    hours: Floats,
    line: Floats,
) -> Floats:
    """Run one policy over (ticks,) *counts*, with (ticks,) normal *chances*; return the (4,) results.

    The tables are those of `Capacity`; *bounds* is (changes, 3): tick, fewest, most. Writes offered and kept requests
    into (hours, 2) *hours*, and serving, paid and share kept into (ticks, 3) *line* unless that is empty.
    """
    result, sample, flows = np.zeros(4), np.zeros(SAMPLES), np.zeros(3)
    fleet = np.zeros(6, dtype=np.int64)
    fleet[CHANGE] = -1
    bind(fleet, bounds, 0)
    fleet[SERVING] = fleet[WANTED] = min(max(initial, fleet[LOW]), fleet[HIGH])
    ready = np.zeros(int(facts[STARTUP_TICKS]) + 1, dtype=np.int64)
    warmup = int(facts[WARMUP_TICKS])
    for tick in range(len(counts)):
        bind(fleet, bounds, tick)
        sample[Sample.WANTED] = min(max(fleet[WANTED], fleet[LOW]), fleet[HIGH])
        goal = int(sample[Sample.WANTED])
        if tick > 0:
            goal = decide(kind, parameters, state, sample, fleet[LOW], fleet[HIGH])
        if goal != fleet[WANTED]:
            resize(fleet, ready, tick, goal)
        mature(fleet, ready, tick)
        sample[Sample.NOW_SECONDS] = (tick + 1) * float(TICK_SECONDS)
        sample[Sample.ARRIVALS] = counts[tick]
        sample[Sample.SERVING], sample[Sample.STARTING] = fleet[SERVING], fleet[STARTING]
        if fleet[SERVING] > 0:
            bear(flows, sample, fleet[SERVING], chances[tick], facts, attainment, excess, flow, kept)
        else:
            nobody(flows, sample)
        paid = fleet[SERVING] + fleet[STARTING]
        account(result, hours, tick, warmup, counts[tick], flows[SHARE], paid)
        if len(line) > 0:
            line[tick, 0], line[tick, 1], line[tick, 2] = fleet[SERVING], paid, flows[SHARE]
    return result
