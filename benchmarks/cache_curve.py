"""How fast the hit ratio of every cache size is told, beside replaying each size; and what the Mooncake trace says.

Run it as `python -m benchmarks.cache_curve [--requests 20000] [--rounds 5]`; it prints JSON. The made-up requests are
conversations whose prompts grow turn by turn. Collected traces are read where MODELHOST_DATA points, else from
../shared/data, and skipped with a message where absent.
"""

import argparse
import json
import os
import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.trace_reading import DATA, compared
from modelhost.planner.array import Counts
from modelhost.planner.cache.caching import Setting
from modelhost.planner.cache.curve import curve
from modelhost.planner.cache.distance import dense, distances
from modelhost.planner.cache.judge import judged
from modelhost.planner.cache.reference import hits
from modelhost.planner.load.read import read

MOONCAKE = "mooncake_fast25_conversation.csv"
TURN_BLOCKS, TALKS_AT_ONCE = 4, 200


def talks(requests: int) -> tuple[Counts, Counts]:
    """Keys and ends of requests of conversations: each goes on, or ends with chance 1/6 and is followed by another."""
    random = np.random.default_rng(1)
    turns, names, begun = np.ones(TALKS_AT_ONCE, dtype=np.int64), np.arange(TALKS_AT_ONCE), TALKS_AT_ONCE
    rows = []
    for place in random.integers(0, TALKS_AT_ONCE, requests):
        rows.append(names[place] * 100_000 + np.arange(turns[place] * TURN_BLOCKS))
        turns[place] += 1
        if random.random() < 1 / 6:
            turns[place], names[place], begun = 1, begun, begun + 1
    return np.concatenate(rows), np.cumsum([len(row) for row in rows])


def replayed(keys: Counts, ends: Counts, size: int) -> float:
    """Hit ratio of one size by a plain cache."""
    requests = (keys[begin:end].tolist() for begin, end in pairwise([0, *ends.tolist()]))
    return hits(requests, size) / len(keys)


def agree(keys: Counts, ends: Counts, sizes: list[int]) -> float:
    """Largest difference between the curve and a replay of some sizes."""
    numbers, kinds = dense(keys)
    found = distances(numbers, ends, kinds)
    return max(abs(float((found < size).mean()) - replayed(keys, ends, size)) for size in sizes)


def mooncake() -> dict[str, Any] | str:
    """What the collected trace says of both caches."""
    file = DATA / MOONCAKE
    if not file.is_file():
        print(f"{MOONCAKE}: absent; set MODELHOST_DATA", file=sys.stderr)
        return "skipped: absent"
    start = time.process_time()
    both = judged(read(file), Setting("us-east-1", 10_000.0, 1_000.0))
    told = {f"{one.reuse}": {"answer": one.answer, "because": one.because, "bound": one.bound} for one in both}
    ratio = {"blocks_reused_without_limit": round(both[1].hit_ratio, 4), "published": 0.366}
    return {"seconds": round(time.process_time() - start, 3), **ratio, **told}


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    keys, ends = talks(chosen.requests)
    told = curve(keys, ends)
    rivals = {"whole curve": lambda: curve(keys, ends), "one size replayed": lambda: replayed(keys, ends, 4_000)}
    result = {
        "requests": chosen.requests,
        "blocks": len(keys),
        "sizes": len(told.entries),
        "largest_difference": agree(keys, ends, [100, 1_000, 10_000]),
        "blocks_of_one_pass": compared(len(keys), rivals, chosen.rounds),
        "mooncake": mooncake(),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
