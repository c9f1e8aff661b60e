"""What a trace tells of reuse: hashes of prompts, hashes of their blocks, or only a bound."""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.compiled import compiled
from modelhost.planner.load.trace import Requests


class Used(NamedTuple):
    """Keys that requests use."""

    keys: Counts
    """Hashes, one request after the other."""
    ends: Counts
    """(requests,) where the keys of each request end."""


class Bound(NamedTuple):
    """The most that a cache without limit can have."""

    ratio: float
    """Share of the answers or blocks, 0 to 1."""
    because: str
    """Where it comes from."""


def latest(requests: Requests, most: int) -> Requests:
    """Return the latest requests, such that neither they nor their blocks are more than *most*."""
    count, ends = len(requests.arrival_ns), requests.prefix_ends
    begin = max(0, count - most)
    if ends is not None and count and ends[-1] > most:
        begin = max(begin, int(np.searchsorted(ends, ends[-1] - most, side="left")) + 1)
    return requests if begin == 0 else requests.part(begin, count)


def prompts(requests: Requests) -> Used | Bound:
    """Return a key for each whole prompt, or how many prompts can be repeats, by their lengths."""
    count = len(requests.arrival_ns)
    every = np.arange(1, count + 1, dtype=np.int64)
    if requests.prompt is not None:
        return Used(requests.prompt, every)
    if requests.prefix_blocks is not None and requests.prefix_ends is not None:
        lengths = np.zeros(count, dtype=np.int64) if requests.input_tokens is None else requests.input_tokens
        return Used(folded(requests.prefix_blocks, requests.prefix_ends, lengths), every)
    if requests.input_tokens is None:
        return Bound(1.0, "the trace has no hashes of prompts")
    pairs = [requests.input_tokens] + ([] if requests.output_tokens is None else [requests.output_tokens])
    kinds = len(np.unique(np.stack(pairs), axis=1).T)
    same = "lengths of prompt and answer" if len(pairs) == 2 else "length of prompt"
    ratio = 1.0 - kinds / max(count, 1)
    return Bound(ratio, f"without hashes of prompts: {ratio:.1%} have the {same} of an earlier one")


def blocks(requests: Requests) -> Used | Bound:
    """Return keys of the blocks of prompts, or which share of them came before."""
    if requests.prefix_blocks is not None and requests.prefix_ends is not None:
        return Used(requests.prefix_blocks, requests.prefix_ends)
    if requests.reused_blocks is not None and requests.input_tokens is not None and requests.block_tokens:
        total = int((-(-requests.input_tokens // requests.block_tokens)).sum())
        ratio = float(requests.reused_blocks.sum()) / max(total, 1)
        return Bound(min(ratio, 1.0), f"{ratio:.1%} of the {total:,} blocks came before, as the trace itself tells")
    return Bound(1.0, "the trace has no hashes of the prompts' blocks")


@compiled
def folded(blocks: Counts, ends: Counts, lengths: Counts) -> Counts:
    """Return (requests,) one hash of all blocks and the length of each prompt, by Fowler, Noll and Vo's FNV-1a."""
    found = np.empty(len(ends), dtype=np.int64)
    begin = 0
    for request in range(len(ends)):
        mixed = (np.uint64(14695981039346656037) ^ np.uint64(lengths[request])) * np.uint64(1099511628211)
        for place in range(begin, ends[request]):
            mixed = (mixed ^ np.uint64(blocks[place])) * np.uint64(1099511628211)
        found[request] = np.int64(mixed)
        begin = ends[request]
    return found
