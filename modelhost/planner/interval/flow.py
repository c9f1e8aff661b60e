"""How many requests are in a fleet, from ten seconds to ten seconds: a mean flow, and what randomness adds."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.clock import TICK_SECONDS
from modelhost.planner.compiled import leaf


@leaf
def flowing(inside: float, rate: float, slots: float, full: float, settled: float) -> float:
    """Return the requests in the fleet after ten seconds at *rate*, from *inside* at their start.

    *slots* and *full* are the fleet's; *settled* is what the rate leads to when the fleet can carry it. Below the
    slots the number nears it exponentially, beyond them a queue grows and shrinks in a straight line.
    """
    left = float(TICK_SECONDS)
    if inside > slots:
        needed = (inside - slots) / (full - rate) if rate < full else math.inf
        if needed >= left:
            return inside + (rate - full) * left
        left -= needed
        inside = slots
    if rate < full:
        pace = rate / settled if settled > 0 else full / slots
        return settled + (inside - settled) * math.exp(-pace * left)
    return _filling(inside, rate, slots, full, left)


@leaf
def _filling(inside: float, rate: float, slots: float, full: float, left: float) -> float:
    """Return the requests after *left* seconds of more than the fleet can carry, starting with a slot free."""
    pace = full / slots
    goal = rate / pace
    if inside < slots and goal > slots:
        needed = math.log((goal - inside) / (goal - slots)) / pace
        if needed >= left:
            return goal + (inside - goal) * math.exp(-pace * left)
        left -= needed
    return slots + (rate - full) * left


@leaf
def wavering(inside: float, rate: float, slots: float, full: float, settled: float) -> float:
    """Return by how much chance in the ends of *inside* requests moves their number, as a standard deviation.

    Half of the variance of a fleet with a free slot, which is the number itself (Palm, 1943), comes with the arrivals,
    which are drawn; the other half comes with the answers. Ten seconds average what moves faster.
    """
    pace = rate / settled if 0.0 < rate < full and settled > 0.0 else full / slots
    steps = pace * TICK_SECONDS
    return math.sqrt(min(inside, slots) * steps / (1.0 + steps * (1.5 + steps)))


@leaf
def kept_after(row: Floats, longest: float, wait: float) -> float:
    """Return the share that keeps the promise after *wait* seconds in a queue; *row* spans 0 to *longest*."""
    if wait >= longest:
        return 0.0
    place = wait / longest * (len(row) - 1)
    low = int(place)
    return float(row[low] + (place - low) * (row[low + 1] - row[low]))


@leaf
def kept_during(row: Floats, longest: float, first: float, last: float) -> float:
    """Return the mean share while the wait goes from *first* to *last* seconds; Simpson's rule."""
    middle = kept_after(row, longest, (first + last) / 2)
    return (kept_after(row, longest, first) + 4 * middle + kept_after(row, longest, last)) / 6


@leaf
def settling(felt: float, load: float, pace: float) -> float:
    """Return the load whose stationary queue stands after ten seconds at *load*, where that of *felt* stood before.

    A queue nears its stationary length the slower the nearer the load is to one: within 1 / (pace (1 - sqrt(load))^2)
    seconds, the relaxation time of M/M/1 (Cohen, The Single Server Queue, 1982); *pace* is the fleet's full rate over
    the spread of gaps and work.
    """
    free = 1.0 - math.sqrt(min(load, 1.0))
    steps = TICK_SECONDS * pace * free * free
    return felt + (load - felt) * steps / (1.0 + steps)
