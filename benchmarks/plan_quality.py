"""How good plans are over the scenarios of `scenarios.toml`, against whom nobody may forget.

Run it as `python -m benchmarks.plan_quality [--only m-mid image] [--jobs 2] [--lines FILE]`; it prints JSON. Plans are
made on the first half of each trace and scored on the second, with other seeds, start-up drawn, and services 10 %
faster and slower. Only policies that keep the promise there are compared; who does not is counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.quality.protocol import protocols
from benchmarks.quality.rival import hindsight, rivals
from benchmarks.quality.scenario import DATA, geometric_mean, names, scenario

AIMS = {
    "over_default": 0.70,
    "over_tuned_same_machine": 0.85,
    "over_clairvoyant_m_mid": 1.25,
    "over_hindsight_elsewhere": 1.10,
}


def judged(name: str) -> dict[str, Any]:
    """All scores of one scenario."""
    begun = time.perf_counter()
    what = scenario(name)
    found = protocols(what)
    machine = found["operated"]["machine"] if found else what.default.machine
    best = hindsight(what)
    return {
        "scenario": name,
        **found,
        **rivals(what, machine),
        "hindsight": best,
        "seconds": round(time.perf_counter() - begun, 1),
    }


def ratio(row: dict[str, Any], rival: str, ours: str = "operated") -> float | None:
    """Our cost over that of *rival*; none unless both keep the promise."""
    mine, other = row.get(ours), row.get(rival)
    if not mine or not other or not mine["feasible"] or not other.get("feasible", True):
        return None
    return float(mine["usd_per_month"] / other["usd_per_month"])


def summary(rows: list[dict[str, Any]], ours: str) -> dict[str, Any]:
    """Geometric means of one protocol beside their aims, with how many scenarios each is of."""
    compared = {
        "over_default": [ratio(row, "default", ours) for row in rows],
        "over_default_with_random_routing": [ratio(row, "default_with_random_routing", ours) for row in rows],
        "over_tuned": [ratio(row, "tuned", ours) for row in rows],
        "over_tuned_same_machine": [ratio(row, "tuned_same_machine", ours) for row in rows],
        "over_fixed_peak": [ratio(row, "fixed_peak", ours) for row in rows],
        "over_clairvoyant_m_mid": [ratio(row, "clairvoyant", ours) for row in rows if "m-mid" in row["scenario"]],
        "over_hindsight_elsewhere": [ratio(row, "hindsight", ours) for row in rows if "m-mid" not in row["scenario"]],
    }
    table = {}
    for name, values in compared.items():
        known = [value for value in values if value is not None]
        table[name] = {"geometric_mean": geometric_mean(known), "scenarios": len(known), "aim": AIMS.get(name)}
    feasible = {
        who: sum(bool(row.get(who) and row[who]["feasible"]) for row in rows)
        for who in (ours, "default", "tuned", "tuned_same_machine", "fixed_peak", "hindsight")
    }
    return {"ratios": table, "feasible": feasible, "scenarios": len(rows)}


def main() -> None:
    """Judge the scenarios, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="parts that a scenario's name must have")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--lines", type=Path, help="append each scenario here, and skip those that stand there")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(json.dumps({"skipped": f"no data in {DATA}; set MODELHOST_DATA"}))
        return
    chosen = [name for name in names() if all(part in name.split("/") for part in options.only)]
    print(json.dumps(collected(chosen, options.jobs, options.lines), indent=1))


def collected(chosen: list[str], jobs: int, lines: Path | None) -> dict[str, Any]:
    """The scores of all *chosen* scenarios, and their summary."""
    old = [json.loads(line) for line in lines.read_text("utf-8").splitlines()] if lines and lines.exists() else []
    rows = [row for row in old if row["scenario"] in chosen]
    left = [name for name in chosen if name not in {row["scenario"] for row in rows}]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(judged, name) for name in left]):
            row = done.result()
            rows.append(row)
            if lines:
                with lines.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            print(f"{row['scenario']}: {row['seconds']} s", file=sys.stderr)
    return {"operated": summary(rows, "operated"), "frozen": summary(rows, "frozen"), "rows": rows}


if __name__ == "__main__":
    main()
