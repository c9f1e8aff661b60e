"""Does caching help? What a trace's prompts say of answers and prefixes that come again."""

import numpy as np

from modelhost.planner.answer import Verdict
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.verdict.wording import share

QUESTION = "does caching help?"


def cache_verdict(trace: Trace) -> Verdict:
    """Return whether exact answers or prefixes of prompts come again in *trace*."""
    requests = trace.requests
    if requests is None or (
        requests.prompt is None and requests.prefix_blocks is None and requests.reused_blocks is None
    ):
        return Verdict(
            QUESTION, "not known", "the trace has no hashes of prompts; give them as a column to have it judged"
        )
    answers = _again(requests)
    blocks = _blocks(requests)
    parts = [text for text in (answers, blocks) if text]
    helps = "yes" if any("come again" in text for text in parts) else "no"
    return Verdict(QUESTION, helps, "; ".join(parts))


def _again(requests: Requests) -> str:
    """Return which share of the prompts was asked before."""
    if requests.prompt is None:
        return ""
    repeated = 1 - len(np.unique(requests.prompt)) / max(1, len(requests.prompt))
    if repeated < 0.01:
        return "fewer than 1 % of the whole prompts were asked before"
    return f"{share(repeated)} of the whole prompts come again"


def _blocks(requests: Requests) -> str:
    """Return which share of the blocks a cache without limit would hold."""
    if requests.reused_blocks is None or requests.input_tokens is None or not requests.block_tokens:
        return ""
    total = np.ceil(requests.input_tokens / requests.block_tokens).sum()
    reused = float(requests.reused_blocks.sum() / total) if total else 0.0
    return f"{100 * reused:.0f} % of the prompts' blocks come again, with a cache without limit: an upper bound"
