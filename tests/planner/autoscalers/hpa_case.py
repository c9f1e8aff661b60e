"""What Kubernetes' own controller answered; made by `tools/hpa`, whose first line names the versions."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def lines() -> list[dict[str, Any]]:
    """Return the versions, the calculations and the trajectories, in this order."""
    with gzip.open(HERE / "hpa_cases.jsonl.gz", "rt") as file:
        return [json.loads(line) for line in file]


def versions() -> dict[str, str]:
    """Return the versions of Go and of Kubernetes."""
    return lines()[0]


def calculations() -> list[dict[str, Any]]:
    """Return questions to the replica calculator with its answers."""
    return [line for line in lines() if "Kind" in line]


def trajectories() -> list[dict[str, Any]]:
    """Return recommendations every 15 s, and what `behavior` or its absence made of them."""
    return [line for line in lines() if "Wanted" in line]
