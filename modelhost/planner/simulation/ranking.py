"""Serving replicas by their number of outstanding requests, as bits, so that the least busy is found at once."""

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import BITS, At

LOWEST = int(At.LOWEST)
_SEQUENCE = 0x022FDD63CC95386D
_BIT = np.zeros(64, dtype=np.int64)
_BIT[[((_SEQUENCE << place) >> 58) & 63 for place in range(BITS)]] = np.arange(BITS)
"""Place of a lone bit, found by its product with a sequence of de Bruijn, in which every six bits differ."""


@inlined
def lowest_bit(word: int) -> int:
    """Return the place of the lowest bit that is set in *word*, which is not 0."""
    return int(_BIT[(((word & -word) * _SEQUENCE) >> 58) & 63])


@inlined
def enter(levels: Counts, now: Counts, replica: int, held: int) -> None:
    """Put *replica* among those with *held* outstanding requests."""
    levels[held, replica // BITS] |= 1 << (replica % BITS)
    now[LOWEST] = min(now[LOWEST], held)


@inlined
def leave(levels: Counts, replica: int, held: int) -> None:
    """Take *replica* from those with *held* outstanding requests."""
    levels[held, replica // BITS] &= ~(1 << (replica % BITS))


@inlined
def least(levels: Counts, now: Counts) -> int:
    """Return the serving replica with the fewest outstanding requests, the lowest place among equals; -1 for none."""
    level = now[LOWEST]
    while level < levels.shape[0]:
        for word in range(levels.shape[1]):
            if levels[level, word]:
                now[LOWEST] = level
                return word * BITS + lowest_bit(levels[level, word])
        level += 1
    now[LOWEST] = level - 1
    return -1
