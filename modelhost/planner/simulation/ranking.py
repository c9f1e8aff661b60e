"""Serving replicas by their number of outstanding requests, as bits, so that the least busy is found at once."""

from modelhost.planner.array import Counts
from modelhost.planner.compiled import inlined, lowest_bit
from modelhost.planner.simulation.layout import MOST, WORD_BITS

IN_WORD = (1 << WORD_BITS) - 1


@inlined
def turn(levels: Counts, replica: int, held: int) -> None:
    """Put *replica* among those with *held* outstanding requests, or take it from there."""
    levels[replica >> WORD_BITS & MOST, held & MOST] ^= 1 << (replica & IN_WORD)


@inlined
def least(levels: Counts, lowest: int) -> tuple[int, int]:
    """Return the serving replica with the fewest outstanding requests, which are at least *lowest*, and how many.

    Among equals it is the one in the lowest place; at least one must serve.
    """
    held = lowest
    while True:
        for word in range(levels.shape[0]):
            if levels[word, held & MOST]:
                return (word << WORD_BITS) + lowest_bit(levels[word, held & MOST]), held
        held += 1
