"""Keep Python's cyclic garbage collector out of the way of a short, allocating program."""

import gc

ALLOCATIONS_BETWEEN_COLLECTIONS = 1_000_000


def quiet_collector() -> None:
    """Stop the collector from scanning every Output again and again.

    Each resource holds about 29 Outputs until the run ends. With the default threshold of 700 allocations the
    collector visits all of them every few resources and finds nothing: time grows with the square of the stack.
    Modules already loaded are set aside for good, and what little is garbage is collected once in a million.
    """
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)
