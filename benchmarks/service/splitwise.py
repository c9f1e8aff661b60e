"""Splitwise's table of llama2-70b and bloom-176b: fitted on one accelerator, scored on the other."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from modelhost.catalog.accelerator import accelerator
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.service.physical.cost import cache_seconds, linear_seconds, pair_seconds
from modelhost.planner.service.physical.scalar import Scalars

MODELS = {"llama2-70b": "meta-llama/Llama-2-70b-hf", "bloom-176b": "bigscience/bloom"}
CHIPS = {"a100-80gb": "A100-80GB", "h100-80gb": "H100", "h100-80gb-pcap": "H100"}
TIMES = ("prompt_time", "token_time", "e2e_time")
BANDWIDTHS, LAYERS = np.linspace(0.40, 1.0, 13), np.linspace(20e-6, 260e-6, 25)
ARITHMETICS = np.linspace(0.30, 1.0, 15)
AXES = (BANDWIDTHS, LAYERS, ARITHMETICS)
CAP = 0.5


class Case(NamedTuple):
    """One line of the table, the median of its repetitions."""

    model: str
    hardware: str
    tensor_parallel: int
    prompt: int
    batch: int
    tokens: int
    observed: tuple[float, ...]
    """By TIMES, in ms."""


def cases(folder: Path) -> list[Case]:
    """Return the lines of splitwise_perf_model.csv in *folder*, repetitions joined."""
    grouped: dict[tuple[str, ...], list[tuple[float, ...]]] = defaultdict(list)
    keys = ("model", "hardware", "tensor_parallel", "prompt_size", "batch_size", "token_size")
    with (folder / "splitwise_perf_model.csv").open() as file:
        for row in csv.DictReader(file):
            grouped[tuple(row[key] for key in keys)].append(tuple(float(row[time]) for time in TIMES))
    return [
        Case(key[0], key[1], *(int(part) for part in key[2:]), tuple(np.median(times, axis=0)))
        for key, times in grouped.items()
    ]


def predicted(case: Case, scalars: Scalars) -> np.ndarray:
    """Return the times of *case* in ms: all prompts of the batch in one step, then a step for each token."""
    model, chip = architecture(MODELS[case.model]), accelerator(CHIPS[case.hardware])
    serving = Serving(context=16_384, tensor_parallel=case.tensor_parallel, version="0.2")
    sizes = np.array([float(case.batch * case.prompt), float(case.batch)])
    prefill, decode = linear_seconds(model, chip, serving, scalars, sizes)
    prefill += pair_seconds(model, chip, serving, scalars) * case.batch * case.prompt**2 / 2
    decode += cache_seconds(model, chip, serving, scalars) * case.batch * (case.prompt + case.tokens / 2)
    return np.array([prefill, decode, prefill + (case.tokens - 1) * decode]) * 1_000


def left_out(folder: Path) -> dict[str, object]:
    """Return the errors on each accelerator with the scalars fitted on the other; H100 capped in power is an H100."""
    table = cases(folder)
    result: dict[str, object] = {"median_over_accelerators": {}}
    medians = []
    for chip in ("A100-80GB", "H100"):
        scalars = fitted([case for case in table if CHIPS[case.hardware] != chip and "pcap" not in case.hardware])
        scored = [case for case in table if CHIPS[case.hardware] == chip]
        result[chip] = {"scalars": scalars._asdict(), "errors": errors(scored, scalars)}
        plain = [case for case in scored if "pcap" not in case.hardware]
        medians.append(np.median([np.abs(predicted(case, scalars) / case.observed - 1) for case in plain], axis=0))
    every = zip(TIMES, np.mean(medians, axis=0), strict=True)
    result["median_over_accelerators"] = {time: round(float(value), 3) for time, value in every}
    return result


def fitted(table: list[Case]) -> Scalars:
    """Return the bandwidth, the layer's time and the share of the peak of the least capped error; no intake here."""
    best = min(product(BANDWIDTHS[::3], LAYERS[::3], ARITHMETICS[::3]), key=lambda point: _loss(table, *point))
    axes = [axis[np.abs(axis - value) < 3.5 * (axis[1] - axis[0])] for axis, value in zip(AXES, best, strict=True)]
    best = min(product(*(axis[::2] for axis in axes)), key=lambda point: _loss(table, *point))
    axes = [axis[np.abs(axis - value) < 1.5 * (axis[1] - axis[0])] for axis, value in zip(AXES, best, strict=True)]
    bandwidth, layer, arithmetic = min(product(*axes), key=lambda point: _loss(table, *point))
    return Scalars(float(bandwidth), float(layer), 0.0, float(arithmetic))


def _loss(table: list[Case], bandwidth: float, layer: float, arithmetic: float) -> float:
    """Return the mean capped error of three scalars."""
    scalars = Scalars(float(bandwidth), float(layer), 0.0, float(arithmetic))
    logs = [np.abs(np.log(predicted(case, scalars) / case.observed)) for case in table]
    return float(np.minimum(logs, CAP).mean())


def errors(table: list[Case], scalars: Scalars) -> dict[str, dict[str, float]]:
    """Return the median error of each time by hardware, model and tensor parallelism."""
    grouped: dict[str, list[np.ndarray]] = defaultdict(list)
    for case in table:
        name = f"{case.hardware} {case.model} TP{case.tensor_parallel}"
        grouped[name].append(np.abs(predicted(case, scalars) / case.observed - 1))
    return {
        name: {time: round(float(value), 3) for time, value in zip(TIMES, np.median(rows, axis=0), strict=True)}
        for name, rows in sorted(grouped.items())
    }
