"""From the lines of scored scenarios to the numbers that are aimed at."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

AIMS = {
    "over_default": 0.70,
    "over_tuned_same_machine": 0.85,
    "over_clairvoyant_m_mid": 1.25,
    "over_hindsight_elsewhere": 1.10,
}
"""Largest geometric mean that is aimed at."""
RIVALS = ("default", "default_with_random_routing", "tuned", "tuned_same_machine", "fixed_peak")


def scored(lines: Path | None) -> list[dict[str, Any]]:
    """The rows of *lines*, the last of each scenario; a line that was cut off when a run was stopped is left out."""
    if lines is None or not lines.exists():
        return []
    rows = {}
    for line in lines.read_text("utf-8").splitlines():
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            continue
        rows[row["scenario"]] = row
    return list(rows.values())


def ratio(row: dict[str, Any], rival: str, ours: str = "operated") -> float | None:
    """Our cost over that of *rival*; none unless both keep the promise."""
    mine, other = row.get(ours), row.get(rival)
    if not mine or not other or not mine["feasible"] or not other.get("feasible", True):
        return None
    return float(mine["usd_per_month"] / other["usd_per_month"])


def summary(rows: list[dict[str, Any]], ours: str) -> dict[str, Any]:
    """Geometric means of one protocol beside their aims, with how many scenarios each is of."""
    compared = {f"over_{rival}": [ratio(row, rival, ours) for row in rows] for rival in RIVALS}
    m_mid = [row for row in rows if row["scenario"].startswith("m-mid/")]
    others = [row for row in rows if row not in m_mid]
    compared["over_clairvoyant_m_mid"] = [ratio(row, "clairvoyant", ours) for row in m_mid]
    compared["over_hindsight_elsewhere"] = [ratio(row, "hindsight", ours) for row in others]
    feasible = {
        who: sum(bool(row.get(who) and row[who]["feasible"]) for row in rows)
        for who in (ours, "default", "tuned", "tuned_same_machine", "fixed_peak", "hindsight")
    }
    lost = sorted(row["scenario"] for row in rows if not (row.get(ours) and row[ours]["feasible"]))
    ratios = {name: _mean(values, AIMS.get(name)) for name, values in compared.items()}
    return {"ratios": ratios, "feasible": feasible, "scenarios": len(rows), "not_feasible": lost}


def geometric_mean(values: list[float]) -> float | None:
    """The geometric mean; none of nothing."""
    return round(math.exp(sum(math.log(value) for value in values) / len(values)), 4) if values else None


def _mean(values: list[float | None], aim: float | None) -> dict[str, Any]:
    """The geometric mean of the values that are known, and of how many they are."""
    known = [value for value in values if value is not None]
    return {"geometric_mean": geometric_mean(known), "scenarios": len(known), "aim": aim}
