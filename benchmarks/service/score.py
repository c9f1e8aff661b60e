"""Errors by run, by model and over models; rivals on the rows they cover; intervals."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.service.run import METRICS, Run

RIVAL_METRICS = {"e2e_mean": 0, "e2e_p99": 1, "ttft_mean": 3}
NOMINAL = 0.80


def by_model(runs: list[Run], values: np.ndarray) -> dict[str, np.ndarray]:
    """Return for each model the rows of *values* (runs, metrics)."""
    found: dict[str, list[np.ndarray]] = defaultdict(list)
    for run, value in zip(runs, values, strict=True):
        found[run.model].append(value)
    return {model: np.array(rows) for model, rows in found.items()}


def summary(runs: list[Run], ratios: np.ndarray) -> dict[str, object]:
    """Return the errors of *ratios*, predicted over observed (runs, metrics)."""
    errors = {model: np.median(rows, axis=0) for model, rows in by_model(runs, np.abs(ratios - 1)).items()}
    every = np.array(list(errors.values()))
    worst = every.argmax(axis=0)
    return {
        "median_over_models": _named(np.median(every, axis=0)),
        "worst_model": {
            metric: {"model": list(errors)[place], "error": round(float(every[place, column]), 3)}
            for column, (metric, place) in enumerate(zip(METRICS, worst, strict=True))
        },
        "by_model": {model: _named(row) for model, row in errors.items()},
    }


def coverage(runs: list[Run], ratios: np.ndarray, cautious: bool) -> dict[str, object]:
    """Return how often an interval made of the other models' left-out errors holds what was observed.

    Runs of a model are alike, so a model weighs one. The *cautious* interval counts the judged model as if it lay
    outside, and so holds 0.8 x (M + 1) / M of M others (split conformal prediction over groups): with few models it is
    nearly as wide as the worst of them.
    """
    logs = by_model(runs, -np.log(ratios))
    inside: dict[str, np.ndarray] = {}
    halves: list[list[float]] = []
    for model, rows in logs.items():
        others = [other for name, other in logs.items() if name != model]
        weights = np.concatenate([np.full(len(other), 1 / len(other)) for other in others])
        share = min(1.0, NOMINAL * (len(others) + 1) / len(others)) if cautious else NOMINAL
        errors = np.abs(np.concatenate(others))
        halves.append([_quantile(errors[:, column], weights, share) for column in range(len(METRICS))])
        inside[model] = (np.abs(rows) <= halves[-1]).mean(axis=0)
    return {
        "nominal": NOMINAL,
        "mean_over_models": _named(np.mean(list(inside.values()), axis=0)),
        "median_factor": _named(np.exp(np.median(halves, axis=0))),
        "by_model": {model: _named(row) for model, row in inside.items()},
    }


def band(runs: list[Run], ratios: np.ndarray) -> list[float]:
    """Return the factors, observed over predicted mean latency, of 80 of 100 left-out runs; each model weighs one."""
    logs = by_model(runs, -np.log(ratios))
    values = np.concatenate([rows[:, 0] for rows in logs.values()])
    weights = np.concatenate([np.full(len(rows), 1 / len(rows)) for rows in logs.values()])
    return [round(float(np.exp(_quantile(values, weights, share))), 3) for share in (0.1, 0.9)]


def rivals(folder: Path, runs: list[Run], ratios: np.ndarray) -> dict[str, object]:
    """Return each rival's and our median over models of the median error, on the rows that the rival covers."""
    places = {member: place for place, run in enumerate(runs) for member in run.members}
    errors: dict[tuple[str, str], dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "vllm_rivals.csv").open() as file:
        for row in csv.DictReader(file):
            place = places.get((row["exp_id"], row["stage"]))
            column = RIVAL_METRICS.get(row["metric"])
            if place is not None and column is not None:
                theirs = abs(float(row["predicted"]) / runs[place].observed[column] - 1)
                pair = (theirs, float(abs(ratios[place, column] - 1)))
                errors[row["simulator"], row["metric"]][runs[place].model].append(pair)
    return {f"{simulator} {metric}": _pair(models) for (simulator, metric), models in sorted(errors.items())}


def _pair(models: dict[str, list[tuple[float, float]]]) -> dict[str, float | int]:
    """Return both sides' median over models."""
    theirs, ours = np.median([np.median(pairs, axis=0) for pairs in models.values()], axis=0)
    rows = sum(len(pairs) for pairs in models.values())
    return {"rows": rows, "models": len(models), "theirs": round(float(theirs), 3), "ours": round(float(ours), 3)}


def _quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Return the value below which *share* of the weight lies."""
    order = np.argsort(values)
    place = np.searchsorted(np.cumsum(weights[order]) / weights.sum(), share)
    return float(values[order][min(place, len(values) - 1)])


def _named(row: np.ndarray) -> dict[str, float]:
    """Return the values by the names of the metrics."""
    return {metric: round(float(value), 3) for metric, value in zip(METRICS, row, strict=True)}
