"""Arrivals one by one from counts per window; the counts are kept, only the places inside a window are drawn."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import nanoseconds
from modelhost.planner.compiled import compiled, inlined
from modelhost.planner.load.slope import shares, slopes
from modelhost.planner.load.trace import Requests, Tokens, Trace

CHUNK_ARRIVALS = 1 << 15
"""Arrivals that are made at once, if no window has more: few enough to stay in a processor's cache."""
PIECE_ARRIVALS = 1 << 17
"""A window with more arrivals than that is made in pieces, so that a trace of any length fits into memory."""
CV_RANGE = (0.1, 8.0)
"""A window's coefficient of variation is cut to this: beyond, gamma gaps vanish in double precision."""

LEAST = 1e-300
"""Instead of a divisor of 0, whose dividend is 0 too."""


def arrivals(
    trace: Trace,
    random: np.random.Generator,
    first_window: int = 0,
    last_window: int | None = None,
    tokens: np.random.Generator | None = None,
) -> Iterator[Requests]:
    """Yield the requests of windows [*first_window*, *last_window*) in order, in chunks; times as in the trace.

    Requests that the trace has one by one come out as they are. Otherwise a window of n requests gets exactly n (a
    fraction is rounded up with that probability), spread as a Poisson process given its count, or with gamma gaps
    where the trace knows their coefficient of variation, at a rate that follows `slopes`. Windows where nobody
    looked stay empty: see `filled`. With *tokens*, lengths are drawn from it where the trace knows their spread.
    """
    last = trace.windows if last_window is None else min(last_window, trace.windows)
    if trace.requests is not None:
        yield from _known(trace.requests, nanoseconds(trace.window_seconds), first_window, last)
        return
    for chunk in _drawn(trace, random, first_window, last):
        if tokens is None or trace.tokens is None:
            yield Requests(chunk)
        else:
            prompts, answers = lengths(trace.tokens, tokens, len(chunk))
            yield Requests(chunk, prompts, answers)


def whole(counts: Floats, random: np.random.Generator) -> Counts:
    """Return (windows,) whole numbers whose mean over draws is *counts*; none where nobody looked."""
    seen = np.nan_to_num(counts, nan=0.0)
    below = np.floor(seen)
    rounded: Counts = below.astype(np.int64) + (random.random(len(seen)) < seen - below)
    return rounded


def lengths(tokens: Tokens, random: np.random.Generator, count: int) -> tuple[Counts, Counts]:
    """Return (count,) tokens of prompts and (count,) of answers, at least one each, drawn together by class."""
    edges = np.cumsum(tokens.share)
    place = np.minimum(np.searchsorted(edges, random.random(count) * edges[-1], side="right"), len(edges) - 1)
    prompts, answers = np.rint(tokens.input_tokens[place]), np.rint(tokens.output_tokens[place])
    return np.maximum(prompts, 1.0).astype(np.int64), np.maximum(answers, 1.0).astype(np.int64)


def _known(requests: Requests, width_ns: int, first: int, last: int) -> Iterator[Requests]:
    begin, end = np.searchsorted(requests.arrival_ns, [first * width_ns, last * width_ns])
    for start in range(int(begin), int(end), CHUNK_ARRIVALS):
        yield requests.part(start, min(start + CHUNK_ARRIVALS, int(end)))


class _Windows(NamedTuple):
    """Windows that are drawn together."""

    counts: Counts
    """(windows,) arrivals."""
    starts: Counts
    """(windows,) in nanoseconds."""
    slopes: Floats
    """(windows,) see `slopes`."""
    shapes: Floats | None
    """(windows,) shapes of the gamma distribution of gaps; none for Poisson."""

    def part(self, begin: int, end: int) -> "_Windows":
        """Return windows [*begin*, *end*)."""
        shapes = None if self.shapes is None else self.shapes[begin:end]
        return _Windows(self.counts[begin:end], self.starts[begin:end], self.slopes[begin:end], shapes)


def _drawn(trace: Trace, random: np.random.Generator, first: int, last: int) -> Iterator[Counts]:
    width_ns = nanoseconds(trace.window_seconds)
    every = _Windows(
        whole(trace.counts[first:last], random),
        np.arange(first, last, dtype=np.int64) * width_ns,
        slopes(trace.counts)[first:last],
        None if trace.cv is None else _shapes(trace.cv[first:last]),
    )
    for begin, end in _groups(every.counts):
        part = every.part(begin, end)
        if end - begin == 1 and part.counts[0] > PIECE_ARRIVALS:
            yield from _pieces(part, width_ns, random)
        elif part.counts.any():
            yield _placed(part, width_ns, random)


def _shapes(cv: Floats) -> Floats:
    """Return shapes of a gamma distribution with these coefficients of variation; Poisson where unknown."""
    return np.clip(np.nan_to_num(cv, nan=1.0), *CV_RANGE) ** -2.0


def _groups(counts: Counts) -> Iterator[tuple[int, int]]:
    """Yield ranges of windows that hold about a chunk together, or one window that holds more."""
    ends = np.cumsum(counts + 1)
    begin = 0
    while begin < len(counts):
        before = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + CHUNK_ARRIVALS + 1, side="right")))
        yield begin, end
        begin = end


def _pieces(window: _Windows, width_ns: int, random: np.random.Generator) -> Iterator[Counts]:
    """Yield a large window part by part; how a Poisson process given its count falls into parts is multinomial."""
    parts = -(-int(window.counts[0]) // PIECE_ARRIVALS) + 1
    share = shares(window.slopes, parts)[0]
    edges = np.linspace(0, width_ns, parts + 1).astype(np.int64)
    steeper = window.slopes[0] / parts / (share * parts)
    for number, held in enumerate(random.multinomial(int(window.counts[0]), share / share.sum())):
        start = window.starts + edges[number]
        part = _Windows(np.array([held], dtype=np.int64), start, steeper[number : number + 1], window.shapes)
        yield _placed(part, int(edges[number + 1] - edges[number]), random)


def _placed(windows: _Windows, width_ns: int, random: np.random.Generator) -> Counts:
    """Return the arrivals of windows; n ordered uniform draws are n + 1 exponential gaps stretched to the width.

    Devroye, Non-Uniform Random Variate Generation, 1986, chapter V, theorem 2.2.
    """
    counts, shapes = windows.counts, windows.shapes
    gaps = int(counts.sum()) + len(counts)
    drawn = random.standard_exponential(gaps) if shapes is None else random.standard_gamma(shapes.repeat(counts + 1))
    placed = np.empty(gaps - len(counts), dtype=np.int64)
    stretch(drawn, counts, windows.starts, windows.slopes, float(width_ns), placed)
    return placed


@compiled
def stretch(gaps: Floats, counts: Counts, starts: Counts, slopes: Floats, width_ns: float, placed: Counts) -> None:
    """Write into *placed* the arrivals of windows with *counts* requests, one gap more than that in each.

    A window of slope b has density 1 + b (2x - 1) on [0, 1]; the share u of its requests has come at
    x = 2u / (1 - b + sqrt((1 - b)^2 + 4bu)).
    """
    gap, place = 0, 0
    for window in range(len(counts)):
        held, slope = counts[window], slopes[window]
        total = 0.0
        for number in range(gap, gap + held + 1):
            total += gaps[number]
            gaps[number] = total
        spread(gaps[gap : gap + held], slope, total, width_ns, starts[window], placed[place : place + held])
        gap += held + 1
        place += held


@inlined
def spread(sums: Floats, slope: float, total: float, width_ns: float, start: int, placed: Counts) -> None:
    """Write into *placed* the arrivals of one window, from the sums of its gaps; no number waits for another here."""
    scale, flat = 1.0 / total if total > 0.0 else 0.0, 1.0 - slope
    if slope == 0.0:
        for number in range(len(sums)):
            placed[number] = start + np.int64(min(sums[number] * scale * width_ns, width_ns - 1.0))
        return
    square, four = flat * flat, 4.0 * slope
    for number in range(len(sums)):
        share = sums[number] * scale
        at = 2.0 * share / max(flat + np.sqrt(square + four * share), LEAST)
        placed[number] = start + np.int64(min(at * width_ns, width_ns - 1.0))
