"""Arrivals one by one from counts per window; the counts are kept, only the places inside a window are drawn."""

from collections.abc import Iterator

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import nanoseconds
from modelhost.planner.compiled import compiled
from modelhost.planner.load.trace import Requests, Tokens, Trace

CHUNK_ARRIVALS = 1 << 18
"""Arrivals that are made at once: few enough to stay in a processor's cache, so that a trace of any length fits."""
CV_RANGE = (0.1, 8.0)
"""A window's coefficient of variation is cut to this: beyond, gamma gaps vanish in double precision."""


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
    where the trace knows their coefficient of variation. Windows where nobody looked stay empty: see `filled`.
    With *tokens*, lengths are drawn from it where the trace knows their spread.
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


def _drawn(trace: Trace, random: np.random.Generator, first: int, last: int) -> Iterator[Counts]:
    counts = whole(trace.counts[first:last], random)
    width_ns = nanoseconds(trace.window_seconds)
    starts = np.arange(first, last, dtype=np.int64) * width_ns
    shapes = None if trace.cv is None else _shapes(trace.cv[first:last])
    for begin, end in _groups(counts):
        if end - begin == 1 and counts[begin] > CHUNK_ARRIVALS:
            shape = None if shapes is None else shapes[begin : begin + 1]
            yield from _pieces(int(counts[begin]), int(starts[begin]), width_ns, shape, random)
        elif counts[begin:end].any():
            shape = None if shapes is None else shapes[begin:end]
            yield _placed(counts[begin:end], starts[begin:end], float(width_ns), shape, random)


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


def _pieces(
    count: int, start_ns: int, width_ns: int, shape: Floats | None, random: np.random.Generator
) -> Iterator[Counts]:
    """Yield a large window part by part; how a Poisson process given its count falls into parts is multinomial."""
    parts = -(-count // CHUNK_ARRIVALS) + 1
    edges = np.linspace(0, width_ns, parts + 1).astype(np.int64)
    for number, held in enumerate(random.multinomial(count, np.full(parts, 1.0 / parts))):
        start, width = edges[number : number + 1] + start_ns, float(edges[number + 1] - edges[number])
        yield _placed(np.array([held], dtype=np.int64), start, width, shape, random)


def _placed(
    counts: Counts, starts: Counts, width_ns: float, shapes: Floats | None, random: np.random.Generator
) -> Counts:
    """Return the arrivals of windows; n ordered uniform draws are n + 1 exponential gaps stretched to the width.

    Devroye, Non-Uniform Random Variate Generation, 1986, chapter V, theorem 2.2.
    """
    gaps = int(counts.sum()) + len(counts)
    drawn = random.standard_exponential(gaps) if shapes is None else random.standard_gamma(shapes.repeat(counts + 1))
    placed = np.empty(gaps - len(counts), dtype=np.int64)
    stretch(drawn, counts, starts, width_ns, placed)
    return placed


@compiled
def stretch(gaps: Floats, counts: Counts, starts: Counts, width_ns: float, placed: Counts) -> None:
    """Write into *placed* the arrivals of windows with *counts* requests, one gap more than that in each."""
    gap, place = 0, 0
    for window in range(len(counts)):
        held = counts[window]
        total = 0.0
        for number in range(gap, gap + held + 1):
            total += gaps[number]
        scale = width_ns / total if total > 0.0 else 0.0
        after = 0.0
        for _ in range(held):
            after += gaps[gap] * scale
            placed[place] = starts[window] + np.int64(min(after, width_ns - 1.0))
            gap += 1
            place += 1
        gap += 1
