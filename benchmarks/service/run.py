"""The measured vLLM runs, with what is known of their workloads."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from modelhost.footprint.problem import FootprintError
from modelhost.footprint.published import architecture

METRICS = ("e2e_mean_ms", "e2e_p99_ms", "normalized_latency_ms_per_token", "ttft_mean_ms")
SERVER = ("model", "tensor_parallel", "precision", "max_num_batched_tokens", "cpu_offload", "gpu_memory_utilization")
KEYS = ("hardware", *SERVER, "workload", "window", "stage", "rate_rps")
SHARED_PREFIX_TOKENS = 100
USERS = {"general": 45, "codegen": 44}
"""Distinct prompts, which return one after the other: inference-perf's shared-prefix generator (question i modulo their
number); 9 x 5 and 11 x 4, of 100 shared tokens, by the profiles in inference-sim's plans and tests. Prefix caching was
on, so from the second time on a prompt is in the cache. Where the number is not published, 44 is assumed."""
ASSUMED_USERS = 44
FIRST_REQUESTS = 300


class Run(NamedTuple):
    """One measured stage, the median of its replicates."""

    model: str
    hardware: str
    """Accelerator, as the catalogue names it."""
    tensor_parallel: int
    precision: str
    batched_tokens: int
    utilization: float | None
    workload: str
    stage: int
    rate: float
    requests: int
    prompt_tokens: int
    output_tokens: int
    """What the server was told to make."""
    measured_tokens: float
    """What the client counted, as published."""
    observed: tuple[float, ...]
    """By METRICS."""
    members: tuple[tuple[str, str], ...]
    """Experiment and stage of each replicate."""
    spread: float
    """Largest over smallest mean latency of the replicates."""

    @property
    def cold(self) -> bool:
        """Whether only the first requests of a server that had just started were measured."""
        return self.requests == FIRST_REQUESTS

    @property
    def users(self) -> int:
        """Distinct prompts."""
        return USERS.get(self.workload, ASSUMED_USERS)


def runs(folder: Path) -> list[Run]:
    """Return the runs of vllm_measured.csv in *folder*, replicates joined."""
    workloads = json.loads((folder / "vllm_workloads.json").read_text())
    grouped: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    with (folder / "vllm_measured.csv").open() as file:
        for row in csv.DictReader(file):
            grouped[tuple(row.get(key, "") for key in KEYS)].append(row)
    return [_run(rows, workloads[rows[0]["workload"]]) for rows in grouped.values() if _usable(rows[0], workloads)]


def _usable(row: dict[str, str], workloads: dict[str, object]) -> bool:
    """Whether the model and the workload of *row* are known; says so when not."""
    try:
        architecture(row["model"])
    except FootprintError as error:
        print(f"left out: {error}", file=sys.stderr)
        return False
    known = row["workload"] in workloads
    if not known:
        print(f"left out: workload {row['workload']} is not defined", file=sys.stderr)
    return known


def _run(rows: list[dict[str, str]], workload: dict[str, object]) -> Run:
    """Return one run of its replicates."""
    one, stage = rows[0], int(rows[0]["stage"])
    stages = workload["stages"]
    assert isinstance(stages, list)
    rate = float(one["rate_rps"])
    whole = round(rate * stages[stage]["seconds"])
    means = [float(row["e2e_mean_ms"]) for row in rows]
    return Run(
        model=one["model"],
        hardware=one.get("hardware") or "H100",
        tensor_parallel=int(one["tensor_parallel"]),
        precision=one["precision"],
        batched_tokens=int(one["max_num_batched_tokens"]),
        utilization=float(one["gpu_memory_utilization"]) if one["gpu_memory_utilization"] else None,
        workload=one["workload"],
        stage=stage,
        rate=rate,
        requests=FIRST_REQUESTS if one["window"].startswith("first") else whole,
        prompt_tokens=int(str(workload["input_tokens"])),
        output_tokens=int(str(workload["output_tokens"])),
        measured_tokens=float(np.median([float(row["output_tokens_measured"]) for row in rows])),
        observed=tuple(float(np.median([float(row[metric]) for row in rows])) for metric in METRICS),
        members=tuple((row["exp_id"], row["stage"]) for row in rows),
        spread=max(means) / min(means),
    )
