"""Which bucket of the histogram a latency falls into, without a logarithm per request."""

import numpy as np
import numpy.typing as npt

from modelhost.planner.array import Counts
from modelhost.planner.compiled import inlined
from modelhost.planner.outcome import BUCKETS, BUCKETS_PER_E, SHORTEST_SECONDS

EDGES_NS: Counts = np.ceil(SHORTEST_SECONDS * 1e9 * np.exp(np.arange(BUCKETS + 1) / BUCKETS_PER_E)).astype(np.int64)
"""(BUCKETS + 1,) least whole nanosecond of each bucket, and the end of the last."""
CELL_BITS = 8
"""Cells per doubling, as bits: each is narrower than a bucket, so a cell holds parts of two buckets at most."""
MANTISSA_BITS = 52
FIRST_CELL = int(np.float64(EDGES_NS[0]).view(np.int64)) >> (MANTISSA_BITS - CELL_BITS)


def _cells() -> npt.NDArray[np.uint16]:
    last = int(np.float64(EDGES_NS[-1]).view(np.int64)) >> (MANTISSA_BITS - CELL_BITS)
    bits = np.arange(FIRST_CELL, last + 1, dtype=np.int64) << (MANTISSA_BITS - CELL_BITS)
    places = np.searchsorted(EDGES_NS, np.ceil(bits.view(np.float64)), side="right") - 1
    return np.clip(places, 0, BUCKETS - 1).astype(np.uint16)


CELLS = _cells()
"""Bucket at the lower end of each cell of the binary logarithm."""
FIRST_NS, LAST_NS = int(EDGES_NS[0]), int(EDGES_NS[BUCKETS]) - 1
BELOW_CELL, LOWEST_CELL = np.uint64(MANTISSA_BITS - CELL_BITS), np.uint64(FIRST_CELL)


@inlined
def bucket(latency_ns: int) -> int:
    """Return the bucket of the histogram in which *latency_ns* lies; those beyond its ends count at the ends."""
    inside_ns = min(max(latency_ns, FIRST_NS), LAST_NS)
    cell = (np.float64(inside_ns).view(np.uint64) >> BELOW_CELL) - LOWEST_CELL
    place = CELLS[cell] + 0
    return int(place + (inside_ns >= EDGES_NS[place + 1]))
