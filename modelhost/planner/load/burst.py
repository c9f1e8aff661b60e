"""A trace without its bursts, to tell how much of a plan they decide."""

from dataclasses import replace

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import HOUR_SECONDS
from modelhost.planner.load.gap import filled
from modelhost.planner.load.scale import counted
from modelhost.planner.load.trace import Trace

SPAN_SECONDS = 3 * HOUR_SECONDS
"""A window is compared with the median of so long around it, which bursts of up to half of that do not move."""
BLOCKS = 36
"""The span is seen in at most so many blocks, each by its median, so that fine windows cost no more."""
BURST_RATIO = 1.4
"""A window with more than so many times that median is in a burst; a day's own slope stays below."""
CHANCE_DEVIATIONS = 5.0
"""And more than so many standard deviations of a Poisson process above it."""


def without_bursts(trace: Trace) -> Trace:
    """Return it with windows in bursts brought down to the median around them; gaps stay."""
    plain = counted(trace)
    around = medians(filled(plain))
    high = np.maximum(BURST_RATIO * around, around + CHANCE_DEVIATIONS * np.sqrt(around))
    burst = plain.known & (plain.counts > high)
    counts = np.where(burst, around, plain.counts)
    lost = float(np.nansum(plain.counts - counts))
    share = lost / plain.total if plain.total else 0.0
    note = f"{int(burst.sum()):,} windows in bursts brought down to the median of 3 h: {share:.1%} of the requests"
    return replace(plain, counts=counts, notes=(*plain.notes, note))


def medians(trace: Trace) -> Floats:
    """Return (windows,) the median of `SPAN_SECONDS` around each window of a trace without gaps."""
    per_block = max(1, round(SPAN_SECONDS / BLOCKS / trace.window_seconds))
    blocks = _block_medians(trace.counts, per_block)
    half = max(1, round(SPAN_SECONDS / 2 / (per_block * trace.window_seconds)))
    padded = np.pad(blocks, half, mode="reflect" if len(blocks) > half else "edge")
    smooth = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1), axis=1)
    middles = (np.arange(len(blocks)) + 0.5) * per_block - 0.5
    return np.interp(np.arange(trace.windows), middles, smooth)


def _block_medians(counts: Floats, per_block: int) -> Floats:
    whole = len(counts) // per_block * per_block
    found: Floats = np.median(counts[:whole].reshape(-1, per_block), axis=1)
    rest = counts[whole:]
    return np.append(found, np.median(rest)) if len(rest) else found
