"""How fast traces are read and arrivals are drawn, beside the plain ways; and what every collected trace is read as.

Run it as `python -m benchmarks.trace_reading [--rows 300000] [--arrivals 20000000] [--rounds 5]`; it prints JSON.
Collected traces are read where MODELHOST_DATA points, else from ../shared/data; what is absent is skipped and named.
"""

import argparse
import csv
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from modelhost.planner.load.arrival import arrivals
from modelhost.planner.load.read import read
from modelhost.planner.load.trace import Trace

MAXIMUM_SPREAD = 0.15
COLLECTED = (
    "AzureLLMInferenceTrace_conv.csv",
    "mooncake_fast25_conversation.csv",
    "servegen_m-mid_10min.csv",
    "servegen_deepseek-r1_10min.csv",
    "twitter_2021-08_per_minute.csv",
    "nab_elb_request_count_8c0756.csv",
)
DATA = Path(os.environ.get("MODELHOST_DATA") or Path(__file__).parents[2] / "shared" / "data")


def seconds(action: Callable[[], object]) -> float:
    """Processor time of one run, which is on one thread: neighbours on the machine do not count."""
    start = time.process_time()
    action()
    return time.process_time() - start


def compared(units: int, rivals: dict[str, Callable[[], object]], rounds: int) -> dict[str, Any]:
    """Millions of *units* per second of each rival, the first one's ratio to the others, and the spread."""
    for action in rivals.values():
        action()
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, action in rivals.items():
            times[name].append(seconds(action))
    best = {name: min(values) for name, values in times.items()}
    spread = max((sorted(values)[len(values) // 2] - min(values)) / min(values) for values in times.values())
    ours = next(iter(best.values()))
    return {
        "millions_per_processor_second": {name: round(units / value / 1e6, 2) for name, value in best.items()},
        "times_faster_than": {name: round(value / ours, 1) for name, value in best.items() if value != ours},
        "spread": round(spread, 3),
        "trustworthy": spread <= MAXIMUM_SPREAD,
    }


def request_log(folder: Path, rows: int) -> Path:
    """A request log with dates and tokens."""
    times = np.datetime64("2026-01-01T00:00:00", "us") + np.cumsum(
        np.random.default_rng(1).exponential(1e6, rows)
    ).astype("timedelta64[us]")
    file = folder / "log.csv"
    with file.open("w") as out:
        out.write("timestamp,input_tokens,output_tokens\n")
        out.writelines(f"{moment},{100 + row % 900},{50 + row % 70}\n" for row, moment in enumerate(times))
    return file


def plainly(file: Path) -> list[tuple[np.datetime64, int, int]]:
    """The plain way to read a log: the csv module, row by row."""
    with file.open() as stream:
        rows = csv.DictReader(stream)
        return [(np.datetime64(r["timestamp"]), int(r["input_tokens"]), int(r["output_tokens"])) for r in rows]


def drawn(trace: Trace) -> int:
    """All arrivals, by us."""
    return sum(len(chunk.arrival_ns) for chunk in arrivals(trace, np.random.default_rng(1)))


def sorted_draws(trace: Trace) -> int:
    """The plain way to draw arrivals: uniform places inside each window, sorted."""
    random, total = np.random.default_rng(1), 0
    for window, count in enumerate(trace.counts.astype(np.int64)):
        places = np.sort(random.random(count))
        total += len(((window + places) * (trace.window_seconds * 1e9)).astype(np.int64))
    return total


def collected() -> dict[str, Any]:
    """What each collected trace is read as."""
    found: dict[str, Any] = {}
    for name in COLLECTED:
        file = DATA / name
        if not file.is_file():
            print(f"{name}: absent; set MODELHOST_DATA", file=sys.stderr)
            found[name] = "skipped: absent"
            continue
        start = time.process_time()
        trace = read(file)
        found[name] = {
            "seconds_to_read": round(time.process_time() - start, 3),
            "windows": trace.windows,
            "window_seconds": trace.window_seconds,
            "requests": round(trace.total),
            "rps": round(trace.total / trace.seconds, 3),
            "masked_windows": int((~trace.known).sum()),
            "notes": list(trace.notes),
        }
    return found


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--arrivals", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    result: dict[str, Any] = {"collected": collected()}
    busy = Trace("busy", None, 60.0, np.full(max(1, chosen.arrivals // 4_000), 4_000.0))
    result["arrivals"] = compared(
        int(busy.total), {"arrivals": lambda: drawn(busy), "numpy sort": lambda: sorted_draws(busy)}, chosen.rounds
    )
    with tempfile.TemporaryDirectory() as folder:
        log = request_log(Path(folder), chosen.rows)
        rivals = {"read": lambda: read(log), "csv module": lambda: plainly(log)}
        result["rows"] = compared(chosen.rows, rivals, chosen.rounds)
    result["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
