"""One pass tells what a cache of any size would have had."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.planner.array import Counts
from modelhost.planner.cache.curve import curve, dealt
from modelhost.planner.cache.distance import NEVER, dense, distances
from modelhost.planner.cache.reference import hits
from modelhost.planner.cache.reuse import folded


def flat(requests: Sequence[Sequence[int]]) -> tuple[Counts, Counts]:
    """Keys one request after the other, and where each ends."""
    keys = np.array([key for request in requests for key in request], dtype=np.int64)
    return keys, np.cumsum([len(request) for request in requests], dtype=np.int64)


requests_of_few = st.lists(st.lists(st.integers(0, 7), max_size=4, unique=True), min_size=1, max_size=25)


@settings(deadline=None, max_examples=200)
@given(requests=requests_of_few)
@pytest.mark.parametrize("kernel", [distances, distances.py_func], ids=["compiled", "python"])  # type: ignore[attr-defined]
def test_every_size_hits_as_a_plain_cache_does(
    kernel: Callable[[Counts, Counts, int], Counts], requests: list[list[int]]
) -> None:
    """Distances below C are the hits of a cache of C keys that evicts the one not used for the longest."""
    keys, ends = flat(requests)
    found = kernel(*(dense(keys)[0], ends, dense(keys)[1]))
    for size in range(1, 10):
        assert (found < size).sum() == hits(requests, size)


def test_a_key_never_used_is_never_there() -> None:
    """First uses, and what comes after one in its request, hit at no size."""
    keys, ends = flat([[1, 2], [3, 2], [1, 2]])
    assert (distances(keys, ends, 4) == NEVER).tolist() == [True, True, True, True, False, False]


def test_a_curve_rises_to_the_share_that_comes_again() -> None:
    """Its last size holds everything."""
    keys = np.random.default_rng(1).integers(0, 500, 4_000)
    told = curve(keys, np.arange(1, 4_001), 8.0)
    assert (np.diff(told.hit_ratio) >= 0).all()
    assert told.entries[-1] == len(np.unique(keys))
    assert told.hit_ratio[-1] == 1 - len(np.unique(keys)) / 4_000


def test_caches_of_replicas_know_less_than_a_shared_one() -> None:
    """Dealt at random, a conversation comes back to its replica as seldom as there are replicas."""
    turns = [[talk * 100 + block for block in range(turn + 1)] for turn in range(8) for talk in range(200)]
    keys, ends = flat(turns)
    shared, apart = curve(keys, ends), curve(keys, ends, replicas=4)
    assert shared.hit_ratio[-1] == 7 / 9
    assert 0.2 < apart.hit_ratio[-1] < 0.6


def test_dealing_keeps_every_request_whole() -> None:
    """Keys of a replica's requests are the same ones, under names of its own."""
    requests = [[5, 6], [5], [], [7, 8, 9], [6]]
    keys, ends = dealt(*flat(requests), 3, 2)
    sizes = np.diff(ends, prepend=0)
    assert sorted(sizes.tolist()) == [0, 1, 1, 2, 3]
    assert sorted((keys % 5).tolist()) == [0, 0, 1, 1, 2, 3, 4]


def test_prompts_of_the_same_blocks_are_the_same() -> None:
    """Blocks, their order and the length make a prompt."""
    keys, ends = flat([[1, 2], [1, 2], [2, 1], [1, 2]])
    first, second, third, fourth = folded(keys, ends, np.array([9, 9, 9, 8])).tolist()
    assert first == second
    assert len({first, third, fourth}) == 3
