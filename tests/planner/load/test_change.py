"""Cutting, scaling, thinning, repeating and resampling a trace."""

from datetime import UTC, datetime

import numpy as np
import pytest

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.cut import first_half, second_half, slice_seconds
from modelhost.planner.load.scale import counted, gap_cv, scaled, thinned
from modelhost.planner.load.slope import shares, slopes
from modelhost.planner.load.trace import Requests, Trace


def made(counts: list[float] | Floats, window: float = 60.0, **facts: object) -> Trace:
    """A trace that began at midnight."""
    return Trace("made", datetime(2026, 1, 5, tzinfo=UTC), window, np.asarray(counts, float), **facts)  # type: ignore[arg-type]


def known(arrival_ns: Counts, window: float = 10.0) -> Trace:
    """A trace of single requests with lengths."""
    counts = np.bincount(arrival_ns // int(window * SECOND_NS)).astype(float)
    every = np.arange(len(arrival_ns))
    ends = np.cumsum(np.ones(len(arrival_ns), dtype=np.int64))
    return made(
        counts, window, requests=Requests(arrival_ns, every + 1, every + 2, prefix_blocks=every, prefix_ends=ends)
    )


def poisson(count: int = 5_000) -> Trace:
    """Single requests of a Poisson process, one a second."""
    gaps = np.random.default_rng(1).exponential(SECOND_NS, count)
    return known(np.cumsum(gaps).astype(np.int64), 60.0)


def test_a_slice_begins_at_zero_and_knows_when() -> None:
    """Windows, requests and the date move together."""
    part = slice_seconds(known(np.array([1, 12, 13, 25]) * SECOND_NS), 10, 20)
    assert part.counts.tolist() == [2.0]
    assert part.start == datetime(2026, 1, 5, 0, 0, 10, tzinfo=UTC)
    assert part.requests is not None
    assert part.requests.arrival_ns.tolist() == [2 * SECOND_NS, 3 * SECOND_NS]
    assert part.requests.prefix_ends is not None
    assert part.requests.prefix_ends.tolist() == [1, 2]


def test_an_empty_slice_is_refused() -> None:
    """The message says how long the trace is."""
    with pytest.raises(ValueError, match="made: no window in 500 to 600 s; it is 120 s long"):
        slice_seconds(made([1, 2]), 500, 600)


def test_the_halves_make_the_whole() -> None:
    """What a plan may know and what it is scored on share no window and miss none."""
    trace = made(np.arange(7.0))
    assert np.array_equal(np.concatenate([first_half(trace).counts, second_half(trace).counts]), trace.counts)


def test_scaling_multiplies_every_window_and_keeps_gaps() -> None:
    """A masked window stays masked."""
    assert scaled(made([2, np.nan, 4]), 1.5).counts[[0, 2]].tolist() == [3.0, 6.0]
    assert np.isnan(scaled(made([2, np.nan, 4]), 1.5).counts[1])


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf")])
def test_a_load_is_not_scaled_by_nonsense(factor: float) -> None:
    """Only a positive number scales."""
    with pytest.raises(ValueError, match="cannot be scaled"):
        scaled(made([1]), factor)


def test_the_half_of_a_scaled_load_knows_nothing_of_the_other() -> None:
    """Requests that were counted are cut with their windows, so that a plan cannot see the future in them."""
    half = first_half(scaled(known(np.array([1, 12, 25, 38]) * SECOND_NS), 2.0))
    assert half.counted is not None
    assert half.counted.arrival_ns.tolist() == [1 * SECOND_NS, 12 * SECOND_NS]


def test_scaling_requests_counts_them_and_samples_their_lengths() -> None:
    """Single requests of a Poisson process become Poisson counts with the same mean lengths."""
    trace = scaled(poisson(), 2.0)
    assert trace.requests is None
    assert trace.cv is None
    assert trace.total == 10_000
    assert trace.tokens is not None
    assert abs((trace.tokens.share * trace.tokens.output_tokens).sum() / 2_501.5 - 1) < 1e-3


@pytest.mark.parametrize("rate", [0.7, 3.0, 100.0])
def test_few_arrivals_in_a_window_do_not_look_regular(rate: float) -> None:
    """A Poisson process has gaps of cv 1 however narrow the windows in which it is judged."""
    arrivals = np.cumsum(np.random.default_rng(4).exponential(SECOND_NS / rate, 30_000)).astype(np.int64)
    assert abs(gap_cv(arrivals, 10.0, int(arrivals[-1] // (10 * SECOND_NS)) + 1) - 1.0) < 0.03


def test_counting_keeps_how_bursty_gaps_are() -> None:
    """Gamma gaps of cv 2 are found again within a tenth."""
    gaps = np.random.default_rng(2).gamma(0.25, 4 * SECOND_NS, 20_000)
    trace = counted(known(np.cumsum(gaps).astype(np.int64), 600.0))
    assert trace.cv is not None
    assert abs(trace.cv[0] - 2.0) < 0.2


def test_thinning_adds_the_chance_of_its_own() -> None:
    """A tenth of a steady load varies as a Poisson process of a tenth does."""
    kept = thinned(made(np.full(20_000, 100.0)), 0.1, np.random.default_rng(3)).counts
    assert abs(kept.mean() - 10.0) < 0.1
    assert abs(kept.var() - 9.0) < 0.4


def test_slopes_follow_a_line_and_leave_peaks() -> None:
    """Half the step over the mean on a line; nothing at a peak, by chance, or beside a gap."""
    assert slopes(np.array([1e4, 2e4, 3e4])).tolist() == [0, 0.25, 0]
    assert slopes(np.array([1e4, 3e4, 1e4])).tolist() == [0, 0, 0]
    assert slopes(np.array([100.0, 103.0, 106.0])).tolist() == [0, 0, 0]
    assert slopes(np.array([1e4, 2e4, np.nan])).tolist() == [0, 0, 0]


def test_shares_of_a_window_are_those_of_its_line() -> None:
    """A slope of one half gives a quarter more to the second half."""
    assert np.allclose(shares(np.array([0.5]), 2), [[0.375, 0.625]])
    assert np.allclose(shares(np.array([-1.0, 0.3]), 7).sum(axis=1), 1.0)
