"""Requests one by one while they are read: kept up to a bound, then counted into windows."""

from dataclasses import dataclass, field

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.limit import MOST_BLOCKS_KEPT, MOST_REQUESTS_KEPT, MOST_WINDOWS
from modelhost.planner.load.scale import MOST_CLASSES, gap_cv

FINE_SECONDS = 10.0
"""Width of the windows into which requests are counted."""
PARTS = ("arrival_ns", "input_tokens", "output_tokens", "prompt", "blocks", "sizes", "reused_blocks")
"""What a request may have; `sizes` is its number of blocks."""
SAMPLED = ("input_tokens", "output_tokens")


@dataclass
class Gathered:
    """The requests of a file so far."""

    kept: dict[str, list[Counts]] = field(default_factory=dict)
    """Arrays as they were read, until there are too many."""
    counted: Floats | None = None
    """(windows,) requests per `FINE_SECONDS` since `origin_ns`, once there are too many to be kept."""
    origin_ns: int = 0
    """Start of the first window."""
    cv: float = 1.0
    """Of the gaps of those that were kept."""
    total: int = 0
    """Requests."""
    blocks: int = 0
    """Blocks of prompts."""
    stride: int = 1
    """Every so many-th request is in the sample of lengths once requests are counted."""

    def add(self, rows: dict[str, Counts]) -> int | None:
        """Take further requests; return the row of one that is too far from the others to be counted, else none."""
        self.total += len(rows["arrival_ns"])
        self.blocks += len(rows.get("blocks", ()))
        if self.counted is None:
            for name, values in rows.items():
                self.kept.setdefault(name, []).append(values)
            if self.total > MOST_REQUESTS_KEPT or self.blocks > MOST_BLOCKS_KEPT:
                return self._begin_counting()
            return None
        self._sample({name: rows[name] for name in SAMPLED if name in rows})
        return self._count(rows["arrival_ns"])

    def part(self, name: str) -> Counts | None:
        """Return one array of all that is kept; none where there is none."""
        return np.concatenate(self.kept[name]) if self.kept.get(name) else None

    def _begin_counting(self) -> int | None:
        arrival = np.sort(np.concatenate(self.kept.pop("arrival_ns")))
        fine_ns = int(FINE_SECONDS * SECOND_NS)
        self.origin_ns = int(arrival[0]) // fine_ns * fine_ns
        self.counted = np.zeros(1)
        far = self._count(arrival)
        if far is None:
            self.cv = gap_cv(arrival - self.origin_ns, FINE_SECONDS, len(self.counted))
        lengths = {name: np.concatenate(self.kept[name]) for name in SAMPLED if name in self.kept}
        self.kept = {}
        self._sample(lengths)
        return far

    def _count(self, arrival_ns: Counts) -> int | None:
        assert self.counted is not None
        window = (arrival_ns - self.origin_ns) // int(FINE_SECONDS * SECOND_NS)
        far = (window < 0) | (window >= MOST_WINDOWS)
        if far.any():
            return int(far.argmax())
        needed = int(window.max(initial=0)) + 1
        if needed > len(self.counted):
            grown = np.zeros(min(MOST_WINDOWS, max(needed, 2 * len(self.counted))))
            grown[: len(self.counted)] = self.counted
            self.counted = grown
        self.counted += np.bincount(window, minlength=len(self.counted))
        return None

    def _sample(self, lengths: dict[str, Counts]) -> None:
        for name, values in lengths.items():
            self.kept.setdefault(name, []).append(values[:: self.stride])
        while lengths and sum(map(len, next(iter(self.kept.values())))) > 2 * MOST_CLASSES:
            self.stride *= 2
            self.kept = {name: [np.concatenate(parts)[::2]] for name, parts in self.kept.items()}
