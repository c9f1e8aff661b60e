"""Whether the queue kernel waits as theory says, over all queues of the issue, with as many customers as that takes.

Run it as `python -m benchmarks.queue_waits [--errors 3.5]`; it prints JSON, and takes one core for one to two minutes.
The goals, 1 % for the mean wait and 2 % for its 99th percentile, are so many standard errors of the estimate: its
variance is known before, so nothing is looked at twice. Left out is who hardly waits: an Erlang C below 0.05.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from typing import Any

from benchmarks.queue_variance import variances
from benchmarks.side_by_side import pin
from modelhost.planner.queueing import WARM_SHARE, erlang_c, expected_waits, simulated_waits

MEAN_GOAL, P99_GOAL = 0.01, 0.02
LEAST_WAITING = 0.05
QUEUES = [
    (servers, utilisation)
    for servers in (1, 2, 4, 10, 50)
    for utilisation in (0.7, 0.8, 0.9, 0.95)
    if erlang_c(servers, utilisation) >= LEAST_WAITING
]
SEED = 20_261_122


def customers(servers: int, utilisation: float, errors: float) -> int:
    """Return how many make both goals so many standard *errors*."""
    mean, p99 = variances(servers, utilisation)
    return math.ceil(errors**2 * max(mean / MEAN_GOAL**2, p99 / P99_GOAL**2) / (1.0 - WARM_SHARE))


def judged(servers: int, utilisation: float, errors: float) -> dict[str, Any]:
    """Return both waits of one queue beside theory."""
    count = customers(servers, utilisation, errors)
    start = time.process_time()
    seen, expected = simulated_waits(servers, utilisation, count, SEED), expected_waits(servers, utilisation)
    print(f"{servers} servers at {utilisation}: {count:,} customers", file=sys.stderr)
    mean, p99 = seen.mean / expected.mean - 1.0, seen.p99 / expected.p99 - 1.0
    return {
        "servers": servers,
        "utilisation": utilisation,
        "erlang_c": round(erlang_c(servers, utilisation), 3),
        "customers": count,
        "mean_error": round(mean, 5),
        "mean_standard_error": round(math.sqrt(variances(servers, utilisation).mean / count), 5),
        "p99_error": round(p99, 5),
        "within_goals": abs(mean) <= MEAN_GOAL and abs(p99) <= P99_GOAL,
        "processor_seconds": round(time.process_time() - start, 2),
    }


def main() -> None:
    """Measure and print JSON; the exit status is 1 when a queue misses a goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=float, default=3.5, help="standard errors within each goal")
    chosen = parser.parse_args()
    pin()
    found = [judged(servers, utilisation, chosen.errors) for servers, utilisation in QUEUES]
    result = {
        "goals": {"mean": MEAN_GOAL, "p99": P99_GOAL, "standard_errors_within": chosen.errors},
        "queues": len(found),
        "within_goals": sum(each["within_goals"] for each in found),
        "worst_mean_error": max((each["mean_error"] for each in found), key=abs),
        "worst_p99_error": max((each["p99_error"] for each in found), key=abs),
        "processor_seconds": round(sum(each["processor_seconds"] for each in found), 1),
        "each": found,
    }
    print(json.dumps(result, indent=2))
    sys.exit(0 if result["within_goals"] == result["queues"] else 1)


if __name__ == "__main__":
    main()
