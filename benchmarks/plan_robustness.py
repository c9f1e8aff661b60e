"""How plans fare on loads of eight kinds made up by seed: steady, office, growing, wandering, crowded, shifted, batched
and noisy ones (`benchmarks/quality/made_up.py`).

Run it as `python -m benchmarks.plan_robustness [--seeds 100 101] [--kinds noisy] [--lines FILE]`; it prints JSON. Plans
are made and scored as in `plan_quality`: on the first half, operated, on the second half with other seeds, start-up
drawn, and services 10 % faster and slower. Even seeds are a document model, 12 replicas, 4 weeks; odd ones an image
model, 6 replicas, 2 weeks. It needs no data, so it tells how plans do on what nobody could look at.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.quality.made_up import KINDS, drawn, made_up
from benchmarks.quality.protocol import protocols
from benchmarks.quality.rival import rivals
from benchmarks.quality.scenario import Scenario, scenario_of
from benchmarks.quality.summary import scored, summary

FORMS = (("document", 12, 28), ("image", 6, 14))
"""Model, replicas and days of even seeds, and of odd ones."""


def made(kind: str, seed: int) -> Scenario:
    """The scenario of *kind* and *seed*."""
    model, replicas, days = FORMS[seed % 2]
    found = scenario_of(f"{kind}-{seed}/{model}/{replicas}", made_up(kind, seed, days), model, replicas)
    return replace(found, trace=drawn(found.trace, seed))


def judged(kind: str, seed: int) -> dict[str, Any]:
    """The scores of one load."""
    begun = time.perf_counter()
    what = made(kind, seed)
    found = protocols(what)
    others = rivals(what, found["operated"]["machine"]) if found else {}
    return {"scenario": what.name, **found, **others, "seconds": round(time.perf_counter() - begun, 1)}


def main() -> None:
    """Judge the loads, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", default=[100, 101])
    parser.add_argument("--kinds", nargs="*", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--lines", type=Path, help="append each load here, and skip those that stand there")
    options = parser.parse_args()
    known = {row["scenario"].split("/")[0]: row for row in scored(options.lines)}
    rows = []
    for kind, seed in ((kind, seed) for seed in options.seeds for kind in options.kinds):
        row = known.get(f"{kind}-{seed}") or judged(kind, seed)
        rows.append(row)
        if options.lines and f"{kind}-{seed}" not in known:
            with options.lines.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        print(f"{row['scenario']}: {row['seconds']} s", file=sys.stderr)
    print(json.dumps({"operated": summary(rows, "operated"), "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
