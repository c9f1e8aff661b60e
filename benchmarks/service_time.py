"""How far the physical model of language models is from real vLLM runs, each model left out of the fit in turn.

Run it as `python -m benchmarks.service_time`; it prints JSON. The data are read from MODELHOST_DATA, or ../shared/data
beside the repository. Only the three scalars are left out with a model; its form was chosen in view of
all. The headline is fitted on the tokens that the server was told to make (it ignored the end-of-sequence token), since
the client counted words of its own: 195 of 247 for Llama-2-7b; the other fit is shown beside it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np

from benchmarks.service import fit, predict, run
from benchmarks.service.fit import Surface, fitted
from benchmarks.service.predict import predicted
from benchmarks.service.run import METRICS, Run, runs
from benchmarks.service.score import band, coverage, rivals, summary
from benchmarks.service.splitwise import left_out
from modelhost.planner.service.physical import chip, cost, scalar
from modelhost.planner.service.physical.scalar import Scalars

AIMS = {"e2e_mean_ms": 0.12, "e2e_p99_ms": 0.15, "normalized_latency_ms_per_token": 0.12, "ttft_mean_ms": 0.20}


def data() -> Path:
    """Return the folder of the measurements."""
    return Path(os.environ.get("MODELHOST_DATA", Path(__file__).parents[2] / "shared" / "data"))


def plain(scalars: Scalars) -> dict[str, float]:
    """Return *scalars* by name, rounded for reading."""
    return {name: float(f"{value:.4g}") for name, value in scalars._asdict().items()}


def ratios(measured: list[Run], chosen: dict[str, Scalars], measured_tokens: bool) -> np.ndarray:
    """Return predicted over observed (runs, metrics), each model with its *chosen* scalars."""
    found = [predicted(each, chosen[each.model], measured_tokens) / np.array(each.observed) for each in measured]
    return np.array(found)


def as_in_the_code(measured: list[Run]) -> np.ndarray:
    """Return predicted over observed with the scalars that the planner uses; they were fitted on runs of all models."""
    return ratios(measured, {each.model: scalar.FITTED for each in measured}, False)


def judged(folder: Path, measured: list[Run], chosen: dict[str, Scalars], measured_tokens: bool) -> dict[str, object]:
    """Score each model with the scalars that were *chosen* without it."""
    out = ratios(measured, chosen, measured_tokens)
    return {
        "errors": summary(measured, out),
        "intervals": coverage(measured, out),
        "band": band(measured, out),
        "rivals": rivals(folder, measured, out),
        "runs": [
            {"model": each.model, "tensor_parallel": each.tensor_parallel, "workload": each.workload, "rate": each.rate}
            | {"replicates": len(each.members), "spread": round(each.spread, 2)}
            | {metric: round(float(value), 3) for metric, value in zip(METRICS, row, strict=True)}
            for each, row in zip(measured, out, strict=True)
        ],
    }


def scored(folder: Path, measured: list[Run], fit_on_measured: bool) -> dict[str, object]:
    """Fit without each model in turn, and score it with and without the tokens that the client counted."""
    surface = Surface(measured, fit_on_measured)
    losses = surface.losses()
    chosen = {each.model: fitted(surface, losses, without=each.model) for each in measured}
    return {
        "fitted_on_all": plain(fitted(surface, losses)),
        "left_out": {model: plain(scalars) for model, scalars in chosen.items()},
        "without_measured_tokens": judged(folder, measured, chosen, False),
        "with_measured_tokens": judged(folder, measured, chosen, True),
    }


def main() -> None:
    """Measure and print JSON; nothing but a message where the data are absent."""
    folder = data()
    if not (folder / "vllm_measured.csv").is_file():
        print(f"service_time: {folder} holds no vllm_measured.csv; set MODELHOST_DATA", file=sys.stderr)
        return
    measured = runs(folder)
    result = {
        "aims": AIMS,
        "constants": {
            name: value
            for module in (scalar, chip, cost, fit, run, predict)
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, int | float | dict | tuple) and name != "FITTED"
        },
        "scalars_in_the_code": plain(scalar.FITTED),
        "errors_of_the_code_fitted_on_all": summary(measured, as_in_the_code(measured)),
        "fitted_on_nominal_tokens": scored(folder, measured, False),
        "fitted_on_measured_tokens": scored(folder, measured, True),
        "splitwise_accelerator_left_out": left_out(folder),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
