"""The bucket that is found without a logarithm is the one that the edges say."""

import numpy as np

from modelhost.planner.outcome import BUCKETS
from modelhost.planner.simulation.latency import EDGES_NS, bucket


def test_every_edge_divides_two_buckets() -> None:
    """On each edge and a nanosecond to both sides, and beyond both ends, it is the place among the edges."""
    times_ns = np.concatenate([EDGES_NS - 1, EDGES_NS, EDGES_NS + 1, [0, 1, 1 << 61]])
    places = np.clip(np.searchsorted(EDGES_NS, times_ns, side="right") - 1, 0, BUCKETS - 1)
    assert [bucket(time_ns) for time_ns in times_ns.tolist()] == places.tolist()
