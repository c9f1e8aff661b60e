"""How good plans are over the scenarios of `scenarios.toml`, against whom nobody may forget.

Run it as `python -m benchmarks.plan_quality [--only m-mid image] [--jobs 2] [--lines FILE] [--summary]`; it prints
JSON. Plans are made on the first half of each trace and scored on the second, with other seeds, start-up drawn, and
services 10 % faster and slower. Only policies that keep the promise there are compared; who does not is counted.

With `--lines` each scenario is a line of that file as soon as it is scored: a run that was stopped goes on behind
them, and `--summary` tells what they come to without scoring any more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.quality.protocol import protocols
from benchmarks.quality.rival import hindsight, rivals
from benchmarks.quality.scenario import DATA, names, scenario
from benchmarks.quality.summary import scored, summary


def judged(name: str) -> dict[str, Any]:
    """All scores of one scenario, and the processor seconds of each stage."""
    spent: dict[str, float] = {}
    begun = time.perf_counter()

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        before = time.process_time()
        result = work()
        spent[stage] = round(time.process_time() - before, 1)
        return result

    what = timed("scenario", lambda: scenario(name))
    found = timed("plans", lambda: protocols(what))
    machine = found["operated"]["machine"] if found else what.default.machine
    others = timed("rivals", lambda: rivals(what, machine))
    best = timed("hindsight", lambda: hindsight(what))
    seconds = round(time.perf_counter() - begun, 1)
    return {"scenario": name, **found, **others, "hindsight": best, "seconds": seconds, "core_seconds": spent}


def collected(chosen: list[str], jobs: int, lines: Path | None) -> list[dict[str, Any]]:
    """The scores of all *chosen* scenarios; those that stand in *lines* are taken from there."""
    rows = [row for row in scored(lines) if row["scenario"] in chosen]
    left = [name for name in chosen if name not in {row["scenario"] for row in rows}]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(judged, name) for name in left]):
            row = done.result()
            rows.append(row)
            if lines:
                with lines.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            print(f"{row['scenario']}: {row['seconds']} s", file=sys.stderr)
    return rows


def main() -> None:
    """Judge the scenarios, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="parts that a scenario's name must have")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--lines", type=Path, help="append each scenario here, and skip those that stand there")
    parser.add_argument("--summary", action="store_true", help="only tell what stands in --lines")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(json.dumps({"skipped": f"no data in {DATA}; set MODELHOST_DATA"}))
        return
    chosen = [name for name in names() if all(part in name.split("/") for part in options.only)]
    known = [row for row in scored(options.lines) if row["scenario"] in chosen]
    rows = known if options.summary else collected(chosen, options.jobs, options.lines)
    told = {"operated": summary(rows, "operated"), "frozen": summary(rows, "frozen")}
    print(json.dumps({**told, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
