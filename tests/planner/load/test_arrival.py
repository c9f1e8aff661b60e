"""Arrivals keep the counts of a trace and spread them as they should."""

from collections.abc import Callable

import numpy as np
import pytest

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load import arrival
from modelhost.planner.load.arrival import arrivals, stretch
from modelhost.planner.load.trace import Requests, Tokens, Trace


def made(counts: list[float] | Floats, cv: float | None = None, **facts: object) -> Trace:
    """A trace of 60-second windows."""
    values = np.asarray(counts, dtype=np.float64)
    spread = None if cv is None else np.full(len(values), cv)
    return Trace("made", None, 60.0, values, spread, **facts)  # type: ignore[arg-type]


def times(trace: Trace, seed: int = 1, first: int = 0, last: int | None = None) -> Counts:
    """All arrivals of *trace* in nanoseconds."""
    chunks = [chunk.arrival_ns for chunk in arrivals(trace, np.random.default_rng(seed), first, last)]
    return np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int64)


def per_window(trace: Trace, seed: int = 1) -> Counts:
    """(windows,) arrivals of *trace*."""
    return np.bincount(times(trace, seed) // (60 * SECOND_NS), minlength=trace.windows)


@pytest.mark.parametrize("cv", [None, 0.5, 3.0])
def test_every_window_gets_its_count(cv: float | None) -> None:
    """Whole counts come out exactly, whatever the spread inside a window."""
    counts = np.random.default_rng(3).integers(0, 400, 300).astype(np.float64)
    assert np.array_equal(per_window(made(counts, cv)), counts)


@pytest.mark.parametrize("cv", [None, 3.0])
def test_arrivals_come_in_order(cv: float | None) -> None:
    """Times never go back, also across chunks and windows."""
    assert (np.diff(times(made([50_000.0] * 20, cv))) >= 0).all()


def test_a_fraction_is_rounded_up_as_often_as_it_says() -> None:
    """A window of 0.3 requests holds one in 30 of 100 cases and none otherwise."""
    found = per_window(made([0.3] * 20_000))
    assert set(found.tolist()) == {0, 1}
    assert abs(found.mean() - 0.3) < 0.015


def test_nothing_arrives_where_nobody_looked() -> None:
    """A masked window stays empty and does not disturb its neighbours."""
    assert per_window(made([5.0, float("nan"), 7.0])).tolist() == [5, 0, 7]


def test_gaps_are_exponential_without_a_cv() -> None:
    """The gaps of a busy steady trace have the coefficient of variation of a Poisson process."""
    gaps = np.diff(times(made([6_000.0] * 50)))
    assert abs(gaps.std() / gaps.mean() - 1.0) < 0.01


@pytest.mark.parametrize("cv", [0.5, 2.0, 3.0])
def test_gaps_have_the_cv_of_the_trace(cv: float) -> None:
    """Gamma gaps reach the coefficient of variation that the trace knows."""
    gaps = np.diff(times(made([20_000.0] * 30, cv)))
    assert abs(gaps.std() / gaps.mean() / cv - 1.0) < 0.03


def test_places_inside_a_window_are_uniform() -> None:
    """Stretched gaps are ordered uniform draws: Kolmogorov's distance stays below its 0.1 % point."""
    places = np.sort(times(made([40.0] * 2_000)) % (60 * SECOND_NS)) / (60 * SECOND_NS)
    ideal = np.arange(1, len(places) + 1) / len(places)
    assert np.abs(places - ideal).max() < 1.95 / np.sqrt(len(places))


def test_the_rate_follows_its_neighbours_inside_a_window() -> None:
    """Between a quiet and a busy window the second half of a window holds more than the first, as a line would."""
    inside = times(made([10_000.0, 20_000.0, 30_000.0]), first=1, last=2) / (60 * SECOND_NS) - 1.0
    assert len(inside) == 20_000
    assert abs((inside < 0.5).mean() - 0.4375) < 0.01


@pytest.mark.parametrize("cv", [None, 2.0])
def test_a_window_larger_than_a_chunk_is_split(monkeypatch: pytest.MonkeyPatch, cv: float | None) -> None:
    """Memory stays bounded however busy a window is, and its count is kept."""
    monkeypatch.setattr(arrival, "CHUNK_ARRIVALS", 500)
    monkeypatch.setattr(arrival, "PIECE_ARRIVALS", 1_000)
    trace = made([3.0, 25_000.0, 4.0], cv)
    chunks = [chunk.arrival_ns for chunk in arrivals(trace, np.random.default_rng(1))]
    assert max(map(len, chunks)) < 1_200
    assert per_window(trace).tolist() == [3, 25_000, 4]
    assert (np.diff(times(trace)) >= 0).all()


def test_chunks_do_not_change_what_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of chunks is a matter of memory: the same seed gives the same arrivals."""
    whole = times(made([300.0] * 40))
    monkeypatch.setattr(arrival, "CHUNK_ARRIVALS", 700)
    assert np.array_equal(times(made([300.0] * 40)), whole)


def test_another_seed_gives_other_arrivals() -> None:
    """The seed decides, and nothing else."""
    trace = made([300.0] * 4)
    assert np.array_equal(times(trace, 5), times(trace, 5))
    assert not np.array_equal(times(trace, 5), times(trace, 6))


def test_only_the_asked_windows_come() -> None:
    """A range of windows keeps the time of the whole trace."""
    found = times(made([9.0] * 10), first=3, last=5)
    assert len(found) == 18
    assert (found >= 180 * SECOND_NS).all()
    assert (found < 300 * SECOND_NS).all()


def known() -> Trace:
    """Five requests with blocks, in two windows."""
    at = np.array([0, 1, 2, 61, 62]) * SECOND_NS
    blocks, ends = np.array([1, 2, 1, 1, 3, 4, 5]), np.array([2, 3, 5, 6, 7])
    requests = Requests(at, np.arange(5), prefix_blocks=blocks, prefix_ends=ends, block_tokens=16)
    return made([3.0, 2.0], requests=requests)


def test_known_requests_come_as_they_are() -> None:
    """A trace that has its requests draws nothing."""
    chunks = list(arrivals(known(), np.random.default_rng(1), 1, 2))
    assert len(chunks) == 1
    assert chunks[0].arrival_ns.tolist() == [61 * SECOND_NS, 62 * SECOND_NS]
    assert chunks[0].input_tokens is not None
    assert chunks[0].input_tokens.tolist() == [3, 4]


def test_a_part_keeps_the_blocks_of_its_requests() -> None:
    """Block hashes and their ends are cut together."""
    requests = known().requests
    assert requests is not None
    part = requests.part(2, 4)
    assert part.prefix_blocks is not None
    assert part.prefix_blocks.tolist() == [1, 3, 4]
    assert part.prefix_ends is not None
    assert part.prefix_ends.tolist() == [2, 3]


def test_lengths_are_drawn_by_class() -> None:
    """Prompt and answer come from the same class, in the shares that the trace tells."""
    tokens = Tokens(np.array([0.25, 0.75]), np.array([100.0, 10.0]), np.array([1.0, 9.0]))
    random = np.random.default_rng(2)
    chunk = next(iter(arrivals(made([20_000.0], tokens=tokens), random, tokens=np.random.default_rng(4))))
    assert chunk.input_tokens is not None
    assert chunk.output_tokens is not None
    assert set(zip(chunk.input_tokens.tolist(), chunk.output_tokens.tolist(), strict=True)) == {(100, 1), (10, 9)}
    assert abs((chunk.input_tokens == 100).mean() - 0.25) < 0.015


@pytest.mark.parametrize("kernel", [stretch, stretch.py_func], ids=["compiled", "python"])
def test_vanishing_gaps_stay_inside_the_window(kernel: Callable[..., None]) -> None:
    """Gaps that all underflow to nothing put the requests at the window's start, never outside."""
    placed = np.empty(3, dtype=np.int64)
    kernel(np.zeros(4), np.array([3]), np.array([7]), np.array([0.5]), 100.0, placed)
    assert placed.tolist() == [7, 7, 7]
