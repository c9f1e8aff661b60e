"""Hit ratios by size of the cache, for one that all replicas share or for one in each."""

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.cache.caching import Curve
from modelhost.planner.cache.distance import NEVER, dense, distances

SIZES = 96
"""Sizes at which a curve is told, evenly by their logarithm."""


def curve(keys: Counts, ends: Counts, entry_bytes: float = 0.0, replicas: int = 1, seed: int = 0) -> Curve:
    """Return the hit ratio by entries of one cache, where each request goes to any of *replicas* with equal chance.

    *keys* are hashes, those of request r from ends[r-1] to ends[r]. With several replicas the entries are those of
    each one's own cache.
    """
    if replicas > 1:
        keys, ends = dealt(keys, ends, replicas, seed)
    numbers, kinds = dense(keys)
    found = distances(numbers, ends, kinds)
    again = np.sort(found[found != NEVER])
    entries = np.unique(np.geomspace(1, max(kinds, 1), SIZES).astype(np.int64))
    hits: Floats = np.searchsorted(again, entries, side="left") / max(len(keys), 1)
    return Curve(entries, hits, entry_bytes)


def dealt(keys: Counts, ends: Counts, replicas: int, seed: int) -> tuple[Counts, Counts]:
    """Return the requests of one replica after those of another, with keys that no other replica has."""
    replica = np.random.default_rng(seed).integers(0, replicas, len(ends))
    order = np.argsort(replica, kind="stable")
    sizes = np.diff(ends, prepend=0)
    moved = np.cumsum(sizes[order])
    shifts = np.repeat((ends - sizes)[order] - (moved - sizes[order]), sizes[order])
    numbers, kinds = dense(keys)
    chosen = numbers[np.arange(len(keys)) + shifts]
    return chosen + np.repeat(replica[order], sizes[order]) * kinds, moved
