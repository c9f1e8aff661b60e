"""What the physical model and the batching engine say of a measured run."""

from __future__ import annotations

import numpy as np

from benchmarks.service.run import SHARED_PREFIX_TOKENS, Run
from modelhost.catalog import machine
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.batching.run import batched
from modelhost.planner.service.physical.llm import server
from modelhost.planner.service.physical.scalar import Scalars

MACHINES = {
    "H100": "ml.p5.48xlarge",
    "H200": "ml.p5en.48xlarge",
    "A100-80GB": "ml.p4de.24xlarge",
    "L40S": "ml.g6e.48xlarge",
}
"""Eight accelerators each, of which a run takes as many as its tensor parallelism."""
MAX_MODEL_LEN, MAX_NUM_SEQS = 4096, 128
BLOCK = 16
SEEDS = (1, 2, 3)


def predicted(run: Run, scalars: Scalars, measured_tokens: bool, seeds: tuple[int, ...] = SEEDS) -> np.ndarray:
    """Return the metrics of *run* by `METRICS`, the median over *seeds*.

    With *measured_tokens* answers are as long as the client counted, else as long as the server was told.
    """
    serving = Serving(
        context=MAX_MODEL_LEN,
        tensor_parallel=run.tensor_parallel,
        utilization=run.utilization,
        batched_tokens=run.batched_tokens,
        sequences=MAX_NUM_SEQS,
        dtype="fp8" if run.precision == "FP8" else None,
    )
    cost = server(architecture(run.model), machine(MACHINES[run.hardware]), serving, scalars)
    output = max(1, round(run.measured_tokens if measured_tokens else run.output_tokens))
    prompts, outputs = np.full(run.requests, run.prompt_tokens), np.full(run.requests, output)
    found = []
    for seed in seeds:
        served = batched(arrivals(run, seed), prompts, outputs, cost, cached=cached(run))
        total, first = served.total_seconds * 1_000, served.first_seconds * 1_000
        found.append([total.mean(), np.quantile(total, 0.99), (total / output).mean(), first.mean()])
    return np.median(found, axis=0)


def arrivals(run: Run, seed: int) -> np.ndarray:
    """Return inference-perf's arrivals: exponential gaps, scaled to the stage's length."""
    gaps = np.random.default_rng(seed).exponential(1.0, run.requests)
    return (np.cumsum(gaps * run.requests / run.rate / gaps.sum()) * 1e9).astype(np.int64)


def cached(run: Run) -> np.ndarray:
    """Return the tokens of each prompt in the cache: the shared ones at first, whole blocks when it returns."""
    known = np.full(run.requests, (run.prompt_tokens - 1) // BLOCK * BLOCK)
    if run.stage == 0:
        known[: run.users] = SHARED_PREFIX_TOKENS // BLOCK * BLOCK
    return known
