"""Errors by run, by model and over models; rivals on the rows they cover; intervals."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks.service.run import METRICS, Run

RIVAL_METRICS = {"e2e_mean": 0, "e2e_p99": 1, "ttft_mean": 3}
NOMINAL = 0.80
LEAST_USUAL = 0.03
"""Nobody is right to less than 3 %."""


def by_model(runs: list[Run], values: np.ndarray) -> dict[str, np.ndarray]:
    """Return for each model the rows of *values* (runs, metrics)."""
    found: dict[str, list[np.ndarray]] = defaultdict(list)
    for run, value in zip(runs, values, strict=True):
        found[run.model].append(value)
    return {model: np.array(rows) for model, rows in found.items()}


def summary(runs: list[Run], ratios: np.ndarray) -> dict[str, object]:
    """Return the errors of *ratios*, predicted over observed (runs, metrics)."""
    errors = _medians(runs, np.abs(ratios - 1))
    every = np.array(list(errors.values()))
    worst = every.argmax(axis=0)
    warm = [not run.cold for run in runs]
    steady = _medians([run for run in runs if not run.cold], np.abs(ratios - 1)[warm])
    return {
        "median_over_models": _named(np.median(every, axis=0)),
        "worst_model": {
            metric: {"model": list(errors)[place], "error": round(float(every[place, column]), 3)}
            for column, (metric, place) in enumerate(zip(METRICS, worst, strict=True))
        },
        "by_model": {model: _named(row) for model, row in errors.items()},
        "whole_stages_only": {model: _named(row) for model, row in steady.items()},
    }


def _medians(runs: list[Run], errors: np.ndarray) -> dict[str, np.ndarray]:
    """Return each model's median over its runs."""
    return {model: np.median(rows, axis=0) for model, rows in by_model(runs, errors).items()}


def coverage(runs: list[Run], ratios: np.ndarray) -> dict[str, object]:
    """Return how often an interval made of the other models' left-out errors holds what was observed."""
    logs, models = -np.log(ratios), np.array([run.model for run in runs])
    cold = np.array([run.cold for run in runs])
    inside, halves = {}, []
    for model in dict.fromkeys(models.tolist()):
        scored = models == model
        half = half_widths(models[~scored], cold[~scored], logs[~scored])[cold[scored].astype(int)]
        inside[model] = (np.abs(logs[scored]) <= half).mean(axis=0)
        halves.append(np.median(half, axis=0))
    return {
        "nominal": NOMINAL,
        "mean_over_models": _named(np.mean(list(inside.values()), axis=0)),
        "median_factor": _named(np.exp(np.median(halves, axis=0))),
        "by_model": {model: _named(row) for model, row in inside.items()},
    }


def half_widths(models: np.ndarray, cold: np.ndarray, logs: np.ndarray) -> np.ndarray:
    """Return (2, metrics) how far to either side the interval reaches, for a run of a warm server and of a cold one.

    Split conformal prediction over groups: runs of a model are alike, so a model weighs one, and 0.8 x (M + 1) / M of M
    models lie within, as if the next model lay outside. Errors count in units of what is usual of a server as warm.
    """
    weights = np.array([1 / (models == model).sum() for model in models])
    share = min(1.0, NOMINAL * (1 + 1 / len(set(models.tolist()))))
    errors = np.abs(logs)
    widths = np.empty((2, errors.shape[1]))
    for column in range(errors.shape[1]):
        usual = [_quantile(errors[cold == state, column], weights[cold == state], 0.5) for state in (False, True)]
        unit = np.maximum(usual, LEAST_USUAL)
        widths[:, column] = unit * _quantile(errors[:, column] / unit[cold.astype(int)], weights, share)
    return widths


def band(runs: list[Run], ratios: np.ndarray) -> list[float]:
    """Return the factors, observed over predicted mean latency, of 80 of 100 runs of a model never seen, when warm."""
    logs, models = -np.log(ratios), np.array([run.model for run in runs])
    half = half_widths(models, np.array([run.cold for run in runs]), logs)[0, 0]
    return [round(float(np.exp(-half)), 3), round(float(np.exp(half)), 3)]


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
