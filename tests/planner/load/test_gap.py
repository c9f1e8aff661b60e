"""A silence of the collection is told from a silence of the callers."""

from collections.abc import Sequence

import numpy as np
import pytest

from modelhost.planner.load.burst import without_bursts
from modelhost.planner.load.gap import filled, masked
from modelhost.planner.load.read import read
from modelhost.planner.load.synthetic import synthetic
from modelhost.planner.load.trace import Trace
from tests.planner.data import path


def made(counts: "Sequence[float] | np.typing.NDArray[np.float64]", window: float = 60.0) -> Trace:
    """A trace of counts per minute."""
    return Trace("made", None, window, np.asarray(counts, dtype=np.float64))


def day() -> "np.typing.NDArray[np.float64]":
    """Two days of 60-second windows that fade to nothing at night."""
    hours = np.arange(2 * 1_440) / 60.0
    return np.floor(np.maximum(0.0, -np.cos(hours * np.pi / 12.0)) * 600.0)


def test_a_night_is_no_gap() -> None:
    """Zeros that the load fades into, and out of, are load of zero."""
    trace = masked(made(day()))
    assert trace.known.all()
    assert trace.notes == ()


def test_zeros_in_the_middle_of_the_day_are_a_gap() -> None:
    """Zeros between busy windows are masked, and named in a note."""
    counts = day()
    counts[700:728] = 0.0
    trace = masked(made(counts))
    assert np.flatnonzero(~trace.known).tolist() == list(range(700, 728))
    assert "28 windows of 60 s with no load, in 1 runs, are gaps of the collection" in trace.notes[0]


def test_a_window_seen_in_part_is_masked_with_its_gap() -> None:
    """The minute in which the collection broke holds a part of its requests only."""
    counts = day()
    counts[700:728] = 0.0
    counts[728] = 100.0
    trace = masked(made(counts))
    assert np.flatnonzero(~trace.known).tolist() == list(range(700, 729))


def test_zeros_of_a_quiet_endpoint_are_load() -> None:
    """With a few requests per window, chance alone empties windows."""
    trace = synthetic("constant,mean=0.05,days=3")
    assert (trace.counts == 0).any()
    assert masked(trace).known.all()


def test_load_that_goes_on_and_off_is_believed() -> None:
    """Where sudden silences take much of the time, they are the load's nature, and a note says so."""
    trace = masked(made(np.tile([200.0] * 20 + [0.0] * 20, 40)))
    assert trace.known.all()
    assert "go" in trace.notes[0]


def test_a_long_silence_is_believed() -> None:
    """An office that stops at once for the night is no gap."""
    trace = masked(made(np.concatenate([[300.0] * 1_000, [0.0] * 500, [300.0] * 3_000])))
    assert trace.known.all()
    assert "longer than 6 h" in trace.notes[0]


def test_zeros_at_the_ends_are_kept() -> None:
    """Nothing is known of the load on the far side."""
    assert masked(made([0.0] * 10 + [500.0] * 50 + [0.0] * 10)).known.all()


def test_the_collected_twitter_trace_has_22_gaps() -> None:
    """The 592 all-zero minutes that its README calls gaps are masked, and 20 more that were seen in part."""
    trace = read(path("twitter_2021-08_per_minute.csv"))
    assert trace.windows == 31_651
    assert (~trace.known).sum() == 612
    assert trace.total > 120_700_000


def test_a_short_gap_is_filled_by_a_line() -> None:
    """From the median before to the median after."""
    trace = filled(made([10.0] * 6 + [np.nan] * 3 + [50.0] * 6))
    assert trace.counts[6:9].tolist() == [20.0, 30.0, 40.0]
    assert "3 windows in 1 gaps filled" in trace.notes[-1]


def test_a_long_gap_is_filled_by_other_days() -> None:
    """Two hours of a day that was not seen look like those of the days that were."""
    counts = np.tile(day()[:1_440], 3)
    truth = counts.copy()
    counts[2_000:2_200] = np.nan
    assert np.array_equal(filled(made(counts)).counts, truth)


def test_gaps_at_the_ends_take_the_nearest_level() -> None:
    """There is nothing to draw a line to."""
    assert filled(made([np.nan, 7.0, 7.0, np.nan])).counts.tolist() == [7.0] * 4


def test_a_trace_of_gaps_only_cannot_be_filled() -> None:
    """Nothing is known of it."""
    with pytest.raises(ValueError, match="no window is known"):
        filled(made([np.nan, np.nan]))


def test_bursts_come_down_and_the_day_stays() -> None:
    """Ten-minute bursts of four times the load vanish; the rest keeps every count."""
    hours = np.arange(2 * 1_440) / 60.0
    calm = np.floor(3_000.0 - 1_000.0 * np.cos(hours * np.pi / 12.0))
    burst = calm.copy()
    for start in range(100, 2_800, 170):
        burst[start : start + 10] *= 4.0
    trace = without_bursts(made(burst))
    hit = burst != calm
    assert np.array_equal(trace.counts[~hit], calm[~hit])
    assert np.abs(trace.counts[hit] / calm[hit] - 1.0).max() < 0.08
    assert "brought down" in trace.notes[-1]
