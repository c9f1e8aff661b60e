"""How long the prompts and answers of a trace are, in few classes."""

from weakref import WeakKeyDictionary

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.load.trace import Tokens, Trace

EACH_WAY = 32
ASSUMED = Tokens(np.ones(1), np.array([1_155.0]), np.array([211.0]))
"""Means of the Azure conversation trace of 2023, where a trace tells no lengths (Azure/AzurePublicDataset@b469a11)."""


def lengths(trace: Trace) -> tuple[Tokens, str]:
    """Return the lengths in *trace* in at most 1,024 classes, and in words where they come from; worked out once."""
    if trace not in _KNOWN:
        _KNOWN[trace] = _lengths(trace)
    return _KNOWN[trace]


_KNOWN: WeakKeyDictionary[Trace, tuple[Tokens, str]] = WeakKeyDictionary()


def _lengths(trace: Trace) -> tuple[Tokens, str]:
    """Return the same, worked out."""
    if trace.tokens is not None:
        return classes(trace.tokens), f"lengths of {trace.name}"
    requests = trace.requests
    if requests is None or requests.input_tokens is None or requests.output_tokens is None:
        return ASSUMED, "lengths assumed: 1,155 tokens of prompt and 211 of answer; the trace tells none"
    count = len(requests.input_tokens)
    if not count:
        return ASSUMED, "lengths assumed: 1,155 tokens of prompt and 211 of answer; the trace is empty"
    each = Tokens(
        np.full(count, 1 / count), requests.input_tokens.astype(np.float64), requests.output_tokens.astype(np.float64)
    )
    return classes(each), f"lengths of {trace.name}"


def classes(tokens: Tokens) -> Tokens:
    """Return *tokens* in at most 32 x 32 classes: by the length of the answer, and in each by that of the prompt.

    Both means stay as they are, and so do the long prompts that a mean over all prompts would hide.
    """
    if len(tokens.share) <= EACH_WAY**2:
        return tokens
    share = tokens.share / tokens.share.sum()
    by_answer = _ranked(share, tokens.output_tokens, np.zeros(len(share), np.int64))
    cell = by_answer * EACH_WAY + _ranked(share, tokens.input_tokens, by_answer)
    _, cell = np.unique(cell, return_inverse=True)
    total = np.bincount(cell, share).astype(np.float64)

    def mean(values: Floats) -> Floats:
        return np.bincount(cell, share * values) / total

    return Tokens(total, mean(tokens.input_tokens), mean(tokens.output_tokens))


def _ranked(share: Floats, values: Floats, group: Counts) -> Counts:
    """Return for each the place, 0 to 31, of its value in its *group*, each place holding as large a share."""
    order = np.lexsort((values, group))
    ordered = group[order]
    sums = np.cumsum(share[order])
    whole = np.bincount(ordered, share[order])
    before = np.concatenate([[0.0], np.cumsum(whole)[:-1]])
    inside = (sums - share[order] / 2 - before[ordered]) / whole[ordered]
    places = np.empty(len(share), np.int64)
    places[order] = np.clip((inside * EACH_WAY).astype(np.int64), 0, EACH_WAY - 1)
    return places
