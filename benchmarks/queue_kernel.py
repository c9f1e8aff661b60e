"""How fast the queue kernel is beside C, cimba, SimPy and Ciw; `benchmarks.queue_waits` tells whether it is right.

Run it as `python -m benchmarks.queue_kernel [--customers 8000000] [--rounds 5]`; it prints JSON.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from typing import Any

from benchmarks.c_floor import c_floor
from benchmarks.queue_rivals import RIVALS
from benchmarks.side_by_side import Rival, pin, side_by_side
from modelhost.planner.queueing import simulated_waits

SERVERS, UTILISATION = 10, 0.8
SMALL, MIDDLE = 40_000, 2_000_000
"""Customers for the rivals in Python, and for the C engine."""


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


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=8_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    pin()
    print(json.dumps({"speed": speed(chosen.customers, chosen.rounds)}, indent=2))


if __name__ == "__main__":
    main()
