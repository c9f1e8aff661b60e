"""Offered load over time."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from modelhost.planner.array import Counts, Floats


@dataclass(frozen=True, eq=False)
class Requests:
    """Requests one by one, in order of arrival."""

    arrival_ns: Counts
    """(requests,) arrival since the start of the trace, in nanoseconds, ascending."""
    input_tokens: Counts | None = None
    """(requests,) tokens of each prompt; none where the trace has none."""
    output_tokens: Counts | None = None
    """(requests,) tokens of each answer; none where the trace has none."""
    prompt: Counts | None = None
    """(requests,) a hash of each whole prompt; none where the trace has none."""
    prefix_blocks: Counts | None = None
    """Hashes of the prompts' blocks of tokens, one request after the other; none where the trace has none."""
    prefix_ends: Counts | None = None
    """(requests,) where the blocks of each request end in `prefix_blocks`."""
    reused_blocks: Counts | None = None
    """(requests,) blocks that a cache without limit would hold already, where a trace tells only that."""
    block_tokens: int = 0
    """Tokens of a block; 0 where the trace has no blocks."""

    def part(self, begin: int, end: int) -> "Requests":
        """Return requests [*begin*, *end*); their times stay as they are."""
        ends = self.prefix_ends
        skipped = int(ends[begin - 1]) if ends is not None and begin else 0
        reached = int(ends[end - 1]) if ends is not None and end else 0
        return Requests(
            self.arrival_ns[begin:end],
            _cut(self.input_tokens, begin, end),
            _cut(self.output_tokens, begin, end),
            _cut(self.prompt, begin, end),
            _cut(self.prefix_blocks, skipped, reached),
            None if ends is None else ends[begin:end] - skipped,
            _cut(self.reused_blocks, begin, end),
            self.block_tokens,
        )


def _cut(values: Counts | None, begin: int, end: int) -> Counts | None:
    return None if values is None else values[begin:end]


@dataclass(frozen=True, eq=False)
class Tokens:
    """How long prompts and answers are, where a trace knows their spread only."""

    share: Floats
    """(classes,) share of the requests, summing to one."""
    input_tokens: Floats
    """(classes,) tokens of a prompt of the class."""
    output_tokens: Floats
    """(classes,) tokens of an answer of the class."""


@dataclass(frozen=True, eq=False)
class Trace:
    """Offered requests in windows of equal width, and one by one where they are known so."""

    name: str
    """What to call it, such as the file's name."""
    start: datetime | None
    """Time of its beginning in UTC; none where times are relative only."""
    window_seconds: float
    """Width of a window."""
    counts: Floats
    """(windows,) requests offered in each window; nan where nobody looked."""
    cv: Floats | None = None
    """(windows,) coefficient of variation of the gaps between arrivals, 1 for Poisson; none where not known."""
    requests: Requests | None = None
    """The requests themselves, where the trace has them."""
    tokens: Tokens | None = None
    """Lengths of prompts and answers, where the requests themselves are not known."""
    counted: Requests | None = None
    """Requests that the counts were made of, where they are no longer the load itself, such as after scaling: they
    still tell which prompts come again."""
    notes: tuple[str, ...] = ()
    """What was masked, assumed or interpolated, in words for the report."""

    @property
    def windows(self) -> int:
        """How many windows it has."""
        return len(self.counts)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.windows * self.window_seconds

    @property
    def known(self) -> "np.typing.NDArray[np.bool_]":
        """(windows,) where somebody looked."""
        return ~np.isnan(self.counts)

    @property
    def rate_per_second(self) -> Floats:
        """(windows,) offered requests per second; nan where nobody looked."""
        return self.counts / self.window_seconds

    @property
    def total(self) -> float:
        """All requests that were seen."""
        return float(np.nansum(self.counts))
