"""How fast the queue kernel is beside C, cimba, SimPy and Ciw, and whether its waits are those of theory.

Run it as `python -m benchmarks.queue_kernel [--customers 8000000] [--rounds 5] [--correct]`; it prints JSON. With
--correct it lets customers pass through every queue of the issue until the standard error of the mean wait, by the
means of 20 batches, is below a third of a percent, which takes minutes; the goals are 1 % for the mean and 2 % for the
99th percentile.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from typing import Any

import numpy as np

from benchmarks.c_floor import c_floor
from benchmarks.queue_rivals import RIVALS
from benchmarks.side_by_side import Rival, pin, side_by_side
from modelhost.planner.queueing import erlang_c, expected_waits, simulated_waits

SERVERS, UTILISATION = 10, 0.8
SMALL, MIDDLE = 40_000, 2_000_000
"""Customers for the rivals in Python, and for the C engine."""
QUEUES = [(servers, rho) for servers in (1, 2, 4, 10, 50) for rho in (0.7, 0.8, 0.9, 0.95)]
BATCHES, BATCH_CUSTOMERS, MOST_BATCHES = 20, 5_000_000, 640
STANDARD_ERROR = 0.0033


def speed(customers: int, rounds: int) -> dict[str, Any]:
    """All that are installed, in turns."""
    start = time.process_time()
    simulated_waits(SERVERS, UTILISATION, 1_000, 1)
    compiling = time.process_time() - start
    rivals = [Rival("modelhost", customers, lambda: simulated_waits(SERVERS, UTILISATION, customers, 1))]
    floor = c_floor(SERVERS, UTILISATION, customers, 1)
    if floor is not None:
        rivals.append(Rival("C", customers, floor))
    for name, rival in RIVALS.items():
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed; pip install modelhost[benchmark]", file=sys.stderr)
        else:
            rivals.append(rival(SERVERS, UTILISATION, MIDDLE if name == "cimba" else SMALL))
    facts = {"servers": SERVERS, "utilisation": UTILISATION, "first_call_seconds": round(compiling, 2)}
    if floor is not None:
        facts["difference_to_c"] = floor() / simulated_waits(SERVERS, UTILISATION, customers, 1).mean - 1.0
    return facts | side_by_side(rivals, rounds)


def waits(servers: int, utilisation: float) -> dict[str, Any]:
    """Mean and 99th percentile of one queue beside theory, from as many batches as the precision needs."""
    seen: list[tuple[float, float]] = []
    while True:
        for _ in range(BATCHES):
            seen.append(simulated_waits(servers, utilisation, BATCH_CUSTOMERS, 1_000 + len(seen)))
        means, tails = np.array(seen).T
        error = means.std(ddof=1) / np.sqrt(len(means)) / means.mean()
        if error < STANDARD_ERROR or len(seen) >= MOST_BATCHES:
            break
    expected = expected_waits(servers, utilisation)
    print(f"{servers} servers at {utilisation}: {len(seen)} batches", file=sys.stderr)
    return {
        "servers": servers,
        "utilisation": utilisation,
        "customers": len(seen) * BATCH_CUSTOMERS,
        "mean_error": round(float(means.mean() / expected.mean - 1.0), 4),
        "standard_error": round(float(error), 4),
        "p99_error": round(float(tails.mean() / expected.p99 - 1.0), 4),
    }


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=8_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--correct", action="store_true")
    chosen = parser.parse_args()
    pin()
    result: dict[str, Any] = {"speed": speed(chosen.customers, chosen.rounds)}
    if chosen.correct:
        result["correct"] = [waits(*queue) for queue in QUEUES if erlang_c(*queue) >= 0.05]
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
