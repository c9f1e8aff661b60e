"""A sweep on a local Ray cluster, as a program of its own: what it prints is compared with a sweep in one process."""

from __future__ import annotations

import json
import sys

from modelhost.planner.sweep import Where, sweep


def halved(number: int) -> int:
    """Return half of an even *number*; others are refused."""
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def main(address: str) -> None:
    """Print the answers."""
    found = sweep(range(20), halved, Where(ray=address or None))
    print(json.dumps([[each.answer, each.problem] for each in found]))


if __name__ == "__main__":
    main(sys.argv[1])
