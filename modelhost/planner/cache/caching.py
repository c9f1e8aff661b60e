"""What is asked about a cache, and what is answered."""

from dataclasses import dataclass
from enum import StrEnum

from modelhost.planner.array import Counts, Floats


class Reuse(StrEnum):
    """What a cache keeps."""

    RESPONSE = "response"
    """Whole answers to whole prompts; only for a model that may answer the same prompt in the same way."""
    PREFIX = "prefix"
    """Keys and values of the blocks with which prompts begin."""


@dataclass(frozen=True)
class Setting:
    """The endpoint for which a cache is judged."""

    region: str
    """AWS region, for the price of memory."""
    usd_per_month: float
    """What the replicas cost without a cache."""
    floor_usd_per_month: float = 0.0
    """What they cost at least, such as one replica: no cache saves that."""
    replicas: int = 1
    """Replicas that requests are spread over; each has a prefix cache of its own."""
    token_bytes: float = 0.0
    """Bytes of keys and values per token on all accelerators of a replica; 0 where the model is not known."""
    free_gib: float = 0.0
    """Memory of a replica that is paid for and left over for prefixes."""
    prefill_share: float | None = None
    """Share of a replica's time that goes into prompts, 0 to 1; none where not known, which bounds it by 1."""
    response_bytes: float = 0.0
    """Bytes of an answer; 0 for four per token of the trace's answers."""


@dataclass(frozen=True, eq=False)
class Curve:
    """How often a cache has what is asked, by its size, evicting what was used the longest ago."""

    entries: Counts
    """(sizes,) answers or blocks that it holds, ascending; the last one holds everything."""
    hit_ratio: Floats
    """(sizes,) share of the answers or blocks that it has, 0 to 1, ascending."""
    entry_bytes: float
    """Bytes of one; 0 where not known."""


@dataclass(frozen=True, eq=False)
class Caching:
    """Whether one kind of cache pays."""

    reuse: Reuse
    """What it keeps."""
    helps: bool | None
    """Whether it pays; none where the trace does not tell."""
    answer: str
    """A few words, such as `caching does not help here`."""
    because: str
    """The numbers behind it."""
    bound: bool
    """Whether the ratio is an upper bound rather than a measured one."""
    hit_ratio: float
    """Share of answers or blocks that the best size has, or the bound."""
    saved_share: float
    """Share of the replicas' work that it takes away."""
    size_gib: float
    """The best size; 0 where it does not help or sizes are not known."""
    saved_usd_per_month: float
    """What the replicas cost less."""
    cache_usd_per_month: float
    """What the cache costs."""
    curve: Curve | None = None
    """Hit ratio by size; none where the trace has no hashes."""

    @property
    def net_usd_per_month(self) -> float:
        """What is saved after the cache is paid."""
        return self.saved_usd_per_month - self.cache_usd_per_month
