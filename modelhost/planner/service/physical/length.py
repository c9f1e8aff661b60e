"""How long the prompts and answers of a trace are, in few classes."""

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.load.trace import Tokens, Trace

MOST_CLASSES = 256
ASSUMED = Tokens(np.ones(1), np.array([1_155.0]), np.array([211.0]))
"""Means of the Azure conversation trace of 2023, where a trace tells no lengths (Azure/AzurePublicDataset@b469a11)."""


def lengths(trace: Trace) -> tuple[Tokens, str]:
    """Return the lengths in *trace* in at most 256 classes of equal share, and in words where they come from."""
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


def classes(tokens: Tokens, most: int = MOST_CLASSES) -> Tokens:
    """Return *tokens* in at most *most* classes by the length of the answer; both means stay as they are."""
    if len(tokens.share) <= most:
        return tokens
    order = np.lexsort((tokens.input_tokens, tokens.output_tokens))
    share = tokens.share[order] / tokens.share.sum()
    group = np.minimum((np.cumsum(share) * most - 1e-9).astype(np.int64), most - 1)
    _, group = np.unique(group, return_inverse=True)
    total = np.bincount(group, share).astype(np.float64)

    def mean(values: Floats) -> Floats:
        return np.bincount(group, share * values[order]) / total

    return Tokens(total, mean(tokens.input_tokens), mean(tokens.output_tokens))
