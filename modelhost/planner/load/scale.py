"""The same load, more or less of it."""

from dataclasses import replace

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.trace import Requests, Tokens, Trace

MOST_CLASSES = 4_096
"""Lengths of that many requests stand for all, evenly chosen from the whole trace."""
FEWEST_IN_WINDOW = 5
"""Gaps are judged in windows with at least so many requests."""
POISSON_CV = (0.95, 1.05)
"""A coefficient of variation in here is called Poisson."""


def scaled(trace: Trace, factor: float) -> Trace:
    """Return it with *factor* times the requests in every window: more or fewer callers of the same kind.

    Requests known one by one are counted, see `counted`; coefficients of variation stay, which is what callers of the
    same kind would show. Raise ValueError for a factor that is not positive.
    """
    if not 0.0 < factor < float("inf"):
        raise ValueError(f"{trace.name}: a load cannot be scaled by {factor:g}; give a number above 0")
    if factor == 1.0:
        return trace
    plain = counted(trace)
    return replace(plain, counts=plain.counts * factor, notes=(*plain.notes, f"load scaled by {factor:.4g}"))


def thinned(trace: Trace, share: float, random: np.random.Generator) -> Trace:
    """Return it with every request kept with chance *share*, so that chance grows in what remains, as it would."""
    if not 0.0 < share <= 1.0:
        raise ValueError(f"{trace.name}: a share of {share:g} cannot be kept; give one above 0 and at most 1")
    plain = counted(trace)
    kept = random.binomial(np.rint(np.nan_to_num(plain.counts)).astype(np.int64), share).astype(np.float64)
    kept[~plain.known] = np.nan
    return replace(plain, counts=kept, notes=(*plain.notes, f"each request kept with chance {share:.4g}"))


def counted(trace: Trace) -> Trace:
    """Return it without its single requests: counts, the spread of their gaps, and a sample of their lengths."""
    requests = trace.requests
    if requests is None:
        return trace
    cv = gap_cv(requests.arrival_ns, trace.window_seconds, trace.windows)
    poisson = POISSON_CV[0] <= cv <= POISSON_CV[1]
    return replace(
        trace,
        requests=None,
        counted=requests,
        tokens=sampled(requests),
        cv=None if poisson else np.full(trace.windows, cv),
        notes=(*trace.notes, f"requests counted per window; gaps between them have a cv of {cv:.2f}"),
    )


def sampled(requests: Requests) -> Tokens | None:
    """Return evenly chosen lengths; none where the requests have none."""
    prompts, answers = requests.input_tokens, requests.output_tokens
    if prompts is None or answers is None or not len(prompts):
        return None
    chosen = np.linspace(0, len(prompts) - 1, min(MOST_CLASSES, len(prompts))).astype(np.int64)
    share: Floats = np.full(len(chosen), 1.0 / len(chosen))
    return Tokens(share, prompts[chosen].astype(np.float64), answers[chosen].astype(np.float64))


def gap_cv(arrival_ns: Counts, window_seconds: float, windows: int) -> float:
    """Return the coefficient of variation of gaps, each over the mean gap of its window; 1 where too few are seen.

    The gaps between n arrivals of a Poisson process inside a window have a variance of n / (n + 2) of their squared
    mean (David, Nagaraja, Order Statistics, 2003, section 6.4), which is divided out.
    """
    window = (arrival_ns / (window_seconds * SECOND_NS)).astype(np.int64)
    held = np.bincount(window, minlength=windows)
    inside = (np.diff(window) == 0) & (held[window[1:]] >= FEWEST_IN_WINDOW)
    count = held[window[1:]][inside].astype(np.float64)
    gaps = np.diff(arrival_ns)[inside] * (count + 1.0)
    mean = gaps.mean() if len(gaps) >= FEWEST_IN_WINDOW else 0.0
    return float(gaps.std() / mean / np.sqrt((count / (count + 2.0)).mean())) if mean > 0 else 1.0
