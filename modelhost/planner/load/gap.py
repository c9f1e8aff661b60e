"""Windows in which nobody looked, told from windows in which nobody asked, and how they are filled."""

from dataclasses import replace

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import DAY_SECONDS, HOUR_SECONDS
from modelhost.planner.load.trace import Trace

BESIDE = 5
"""Windows on each side of a run of zeros whose median says how busy it was just before and after."""
FEWEST_BESIDE = 30.0
"""So many requests per window must stand on both sides: chance empties such a window once in 10^13."""
LEAST_OF_USUAL = 0.1
"""And so much of the trace's usual count: a night ends in small counts, a broken collection at full load."""
SILENT_OF_USUAL = 0.01
"""A window with at most this share of the usual count is silent: some of a broken collection may still report."""
LONGEST_GAP_SECONDS = 6 * HOUR_SECONDS
"""A longer silence is believed: jobs may begin and end all at once, and pause for a night."""
MOST_SILENT = 0.2
"""Where more of the windows would be masked, the load goes on and off by its nature."""
LEAST_OF_BESIDE = 2 / 3
"""A window beside a gap with less than this share of its neighbours was seen in part, and is masked too."""
LONG_GAP_SECONDS = HOUR_SECONDS
"""A shorter gap is filled by a straight line, a longer one by the same time of the other days."""


def masked(trace: Trace) -> Trace:
    """Return it with silent runs masked where the load stops and starts at once, as only a collection can.

    A night fades: the counts beside its zeros are small. A gap has busy windows on both sides. Notes say what was
    masked, and what was doubtful and kept.
    """
    usual = float(np.median(trace.counts[trace.counts > 0.0])) if (trace.counts > 0.0).any() else 0.0
    begins, ends = _runs(trace.counts <= SILENT_OF_USUAL * usual)
    least = max(FEWEST_BESIDE, LEAST_OF_USUAL * usual)
    beside = np.array([_beside(trace.counts, begin, end) for begin, end in zip(begins, ends, strict=True)])
    abrupt = beside >= least if len(beside) else np.zeros(0, dtype=np.bool_)
    short = (ends - begins) * trace.window_seconds <= LONGEST_GAP_SECONDS
    gaps = abrupt & short
    if not abrupt.any():
        return trace
    if (ends - begins)[gaps].sum() > MOST_SILENT * trace.windows:
        return _noted(trace, f"{int(abrupt.sum())} sudden silences are kept as load that goes on and off")
    kept = int((abrupt & ~short).sum())
    counts = trace.counts.copy()
    partly = 0
    for begin, end, level in zip(begins[gaps], ends[gaps], beside[gaps], strict=True):
        low, high = _widened(trace.counts, int(begin), int(end), LEAST_OF_BESIDE * level)
        partly += high - low - int(end - begin)
        counts[low:high] = np.nan
    notes = _words(trace, int((ends - begins)[gaps].sum()), int(gaps.sum()), partly, kept)
    return replace(trace, counts=counts, notes=(*trace.notes, *notes))


def filled(trace: Trace) -> Trace:
    """Return it without gaps: short ones by a straight line between the medians beside, long ones by other days."""
    if trace.known.all():
        return trace
    if not trace.known.any():
        raise ValueError(f"{trace.name}: no window is known; nothing can be filled")
    counts = trace.counts.copy()
    begins, ends = _runs(~trace.known)
    days = _usual_day(trace)
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        line = np.linspace(*_edges(trace.counts, begin, end), end - begin + 2)[1:-1]
        usual = days[begin:end]
        by_days = (end - begin) * trace.window_seconds >= LONG_GAP_SECONDS
        counts[begin:end] = np.where(np.isnan(usual), line, usual) if by_days else line
    lost = int((ends - begins).sum())
    return _noted(replace(trace, counts=counts), f"{lost:,} windows in {len(begins)} gaps filled from what is beside")


def _runs(which: "np.typing.NDArray[np.bool_]") -> tuple[Counts, Counts]:
    """Return where runs of true begin, and where they end."""
    edges = np.diff(np.concatenate([[0], which.astype(np.int8), [0]]))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _beside(counts: Floats, begin: int, end: int) -> float:
    """Return the smaller of the medians on both sides, past the windows that were seen in part; 0 at the ends."""
    before, after = counts[max(0, begin - 1 - BESIDE) : max(0, begin - 1)], counts[end + 1 : end + 1 + BESIDE]
    known = [side[~np.isnan(side)] for side in (before, after)]
    return min(float(np.median(side)) if len(side) else 0.0 for side in known)


def _widened(counts: Floats, begin: int, end: int, least: float) -> tuple[int, int]:
    low = begin - 1 if begin and counts[begin - 1] < least else begin
    high = end + 1 if end < len(counts) and counts[end] < least else end
    return low, high


def _edges(counts: Floats, begin: int, end: int) -> tuple[float, float]:
    """Return the medians of the known windows on both sides of a gap, the other side's at the ends of the trace."""
    sides = [side[~np.isnan(side)] for side in (counts[max(0, begin - BESIDE) : begin], counts[end : end + BESIDE])]
    if not any(map(len, sides)):
        sides = [counts[~np.isnan(counts)]]
    levels = [float(np.median(side)) for side in sides if len(side)]
    return levels[0], levels[-1]


def _usual_day(trace: Trace) -> Floats:
    """Return (windows,) the mean of the known windows at the same time of other days; nan where there are none."""
    per_day = round(DAY_SECONDS / trace.window_seconds)
    time = np.arange(trace.windows) % per_day
    seen = np.bincount(time, trace.known, per_day)
    total = np.bincount(time, np.nan_to_num(trace.counts), per_day)
    mean = np.where(seen > 0, total / np.maximum(seen, 1), np.nan)
    usual: Floats = mean[time]
    return usual


def _words(trace: Trace, windows: int, runs: int, partly: int, kept: int) -> list[str]:
    words = f"{windows:,} windows of {trace.window_seconds:g} s with no load, in {runs} runs, are gaps of the"
    words += f" collection (the load stops and starts at once): masked, with {partly} seen in part beside them"
    notes = [words] if runs else []
    hours = LONGEST_GAP_SECONDS // HOUR_SECONDS
    return notes + ([f"{kept} sudden silences longer than {hours} h are kept as no load"] if kept else [])


def _noted(trace: Trace, note: str) -> Trace:
    return replace(trace, notes=(*trace.notes, note))
