"""The queue that theory knows: Poisson arrivals, exponential service, c servers, one line; closed forms and a kernel.

Closed forms: A. K. Erlang, 1917; Kleinrock, Queueing Systems I, 1975, section 3.5.
"""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.compiled import inlined, leaf
from modelhost.planner.exponential import Bits, exponential, seeded

CELLS = 20_000
"""Cells of the histogram of waits; half of them lie below the 99th percentile that theory expects."""
WARM_SHARE = 0.01
"""Share of the customers that is left out at the start."""


class Waits(NamedTuple):
    """Time between arrival and service, in mean service times."""

    mean: float
    """Mean over all customers."""
    p99: float
    """What 99 of 100 customers wait at most."""


def erlang_c(servers: int, utilisation: float) -> float:
    """Return the share of customers that wait; *utilisation* is the offered load over *servers*, below 1."""
    if not 0.0 < utilisation < 1.0:
        raise ValueError(f"utilisation: {utilisation} is not between 0 and 1; a queue beyond it never ends")
    load, blocked = servers * utilisation, 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1.0 - utilisation * (1.0 - blocked))


def expected_waits(servers: int, utilisation: float) -> Waits:
    """Return the waits in mean service times: a share waits, exponentially at rate c - load."""
    waiting, drain = erlang_c(servers, utilisation), servers * (1.0 - utilisation)
    return Waits(waiting / drain, max(0.0, float(np.log(waiting / 0.01)) / drain))


def simulated_waits(servers: int, utilisation: float, customers: int, seed: int) -> Waits:
    """Return the waits of *customers* one after the other, in mean service times."""
    end = max(2.0 * expected_waits(servers, utilisation).p99, 1e-3)
    cells = np.zeros(CELLS + 1, dtype=np.int64)
    warm = int(WARM_SHARE * customers)
    total = line(seeded(seed), np.zeros(servers), servers * utilisation, customers, warm, CELLS / end, cells)
    place = int(np.searchsorted(cells.cumsum(), 0.99 * cells.sum()))
    return Waits(total / (customers - warm), place * end / CELLS)


@leaf
def line(
    state: Bits, free: Floats, rate: float, customers: int, warm: int, cells_per_time: float, cells: Counts
) -> float:
    """Let *customers* pass, the longest free server next; return the sum of waits after the first *warm*.

    *free* (servers,) is when each server is free, a heap; *cells* counts the waits, of which cell 0 has those without.
    """
    gap = 1.0 / rate
    time, total = 0.0, 0.0
    for number in range(customers):
        time += exponential(state) * gap
        wait = max(free[0] - time, 0.0)
        occupy(free, time + wait + exponential(state))
        if number >= warm:
            total += wait
            cells[min(int(np.ceil(wait * cells_per_time)), len(cells) - 1)] += 1
    return total


@inlined
def occupy(free: Floats, until: float) -> None:
    """Let the server that is free first be occupied until then; *free* stays a heap."""
    place, child = 0, 1
    while child < len(free):
        if child + 1 < len(free) and free[child + 1] < free[child]:
            child += 1
        if free[child] >= until:
            break
        free[place] = free[child]
        place, child = child, 2 * child + 1
    free[place] = until
