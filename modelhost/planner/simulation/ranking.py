"""Serving replicas by their number of outstanding requests, as bits, so that the least busy is found at once."""

import numpy as np

from modelhost.planner.compiled import inlined, lowest_bit
from modelhost.planner.simulation.layout import MOST, WORD_BITS, Bits

IN_WORD = (1 << WORD_BITS) - 1
ONE, NONE = np.uint64(1), np.uint64(0)


@inlined
def turn(levels: Bits, replica: int, held: int) -> None:
    """Put *replica* among those with *held* outstanding requests, or take it from there."""
    levels[replica >> WORD_BITS & MOST, held & MOST] ^= ONE << np.uint64(replica & IN_WORD)


@inlined
def take_least(levels: Bits, lowest: int) -> tuple[int, int]:
    """Take the serving replica with the fewest outstanding requests, which are at least *lowest*, from its level.

    Return it, and how many it holds. Among equals it is the one in the lowest place; at least one must serve.
    """
    held = lowest
    while True:
        for word in range(levels.shape[0]):
            there = levels[word, held & MOST]
            if there != NONE:
                levels[word, held & MOST] = there & (there - ONE)
                return int((word << WORD_BITS) + np.int64(lowest_bit(int(there)))), held
        held += 1
