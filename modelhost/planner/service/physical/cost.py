"""What one step of a language model costs on its accelerators."""

import math
from typing import NamedTuple

import numpy as np

from modelhost.catalog.accelerator import Accelerator
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.kv_cache import layer_bytes
from modelhost.footprint.serving import Serving, numbers
from modelhost.footprint.size import BYTES
from modelhost.planner.array import Floats
from modelhost.planner.batching.step import PICOSECOND, Step
from modelhost.planner.service.physical.chip import MOST_ARITHMETIC, latency_factor, peak_factor
from modelhost.planner.service.physical.scalar import (
    ARITHMETIC_SHARED,
    EXCHANGE,
    EXPERT_KERNELS,
    PCIE_GB_PER_SECOND,
    Scalars,
)

GB, TERA = 1e9, 1e12
ACTIVATION_BYTES = 2
AHEAD_SINCE = (0, 14)
"""vLLM schedules a step as the one before begins since 0.14 (`async_scheduling` on by default)."""
EXCHANGES = 2
"""All-reduces of a layer: one after attention, one after the middle part."""


class Weights(NamedTuple):
    """What of a model is read and multiplied in a step, on one accelerator."""

    dense_bytes: float
    """Weights that every step reads."""
    expert_bytes: float
    """Weights of all routed experts."""
    dense_active: float
    """Weights that multiply each token, those of routed experts left out."""
    expert_active: float
    """Weights of the routed experts that multiply each token."""


def weights(architecture: Architecture, serving: Serving) -> Weights:
    """Return what a step reads; of separate embeddings only the head, since one row is looked up per token."""
    embedding = architecture.vocabulary * architecture.hidden
    separate = architecture.plain_parameters > 1.5 * embedding
    looked_up = embedding if separate else 0
    total = architecture.weights_bytes(serving.dtype) - looked_up * ACTIVATION_BYTES
    experts, used = 0.0, 0.0
    if architecture.experts is not None:
        routed, active = architecture.experts.routed, architecture.experts.active
        experts = (architecture.parameters - architecture.active_parameters) * routed / max(1, routed - active)
        used = experts * active / routed
    expert_bytes = experts * BYTES[serving.dtype or architecture.dtype]
    dense = architecture.active_parameters - looked_up - used
    return Weights(*(part / serving.devices for part in (total - expert_bytes, expert_bytes, dense, used)))


def touched(architecture: Architecture, tokens: Floats) -> Floats:
    """Return the expected share of the routed experts that *tokens* are sent to: 1 - (1 - k/E)^n."""
    experts = architecture.experts
    if experts is None:
        return np.zeros_like(tokens)
    return 1.0 - (1.0 - experts.active / experts.routed) ** tokens


def linear_seconds(
    architecture: Architecture, chip: Accelerator, serving: Serving, scalars: Scalars, tokens: Floats
) -> Floats:
    """Return the time of steps of so many *tokens* without what the cache adds; LookupError without a data sheet.

    The stages of a pipeline follow each other.
    """
    worked = sum(products(architecture, chip, serving, scalars, tokens)) * serving.pipeline_parallel
    return worked + _small(architecture, chip, serving, scalars) + _exchanged(architecture, chip, serving, tokens)


def products(
    architecture: Architecture, chip: Accelerator, serving: Serving, scalars: Scalars, tokens: Floats
) -> tuple[Floats, Floats]:
    """Return the time of multiplying *tokens* by the dense weights, and by those of routed experts.

    Weights are read once and multiply every token, of experts those that any token is sent to: the longer of both, and
    one kernel after the other, so that experts may wait for memory while the rest computes.
    """
    if chip.memory_gb_per_second is None or chip.bf16_tflops is None:
        raise LookupError(f"{chip.name}: no data sheet is known; measure the model there")
    held, rate = weights(architecture, serving), scalars.bandwidth * chip.memory_gb_per_second * GB
    peak = (chip.tflops(serving.dtype or architecture.dtype) or chip.bf16_tflops) * TERA
    each = 2.0 * tokens / (_arithmetic(chip, serving, scalars) * peak)
    dense = np.maximum(held.dense_bytes / rate, held.dense_active * each)
    experts = np.maximum(held.expert_bytes * touched(architecture, tokens) / rate, held.expert_active * each)
    return dense, experts


def _arithmetic(chip: Accelerator, serving: Serving, scalars: Scalars) -> float:
    """Return the share of the dense peak that prompts reach."""
    alone = min(MOST_ARITHMETIC, scalars.arithmetic * peak_factor(chip))
    return float(alone * ARITHMETIC_SHARED ** math.log2(serving.tensor_parallel))


def _small(architecture: Architecture, chip: Accelerator, serving: Serving, scalars: Scalars) -> float:
    """Return the time of all layers' small kernels, exchanges between accelerators among them."""
    shares = 1.0 + EXCHANGE * math.log2(serving.tensor_parallel)
    routing = EXPERT_KERNELS if architecture.experts is not None else 0.0
    return architecture.layers * scalars.layer_seconds * (shares + routing) * latency_factor(chip)


def _exchanged(architecture: Architecture, chip: Accelerator, serving: Serving, tokens: Floats) -> Floats:
    """Return the time in which the layers' results travel between accelerators, at the rate of the data sheet."""
    ranks = serving.tensor_parallel
    rate = (chip.scaleup_gb_per_second or PCIE_GB_PER_SECOND) * GB
    share = 2.0 * (ranks - 1) / ranks
    return EXCHANGES * architecture.layers * share * tokens * architecture.hidden * ACTIVATION_BYTES / rate


def step(architecture: Architecture, chip: Accelerator, serving: Serving, scalars: Scalars, cache_tokens: int) -> Step:
    """Return what a step costs, for the engine of continuous batching; *cache_tokens* is what the cache holds."""
    most, sequences = serving.step(chip.memory_gib)
    seconds = linear_seconds(architecture, chip, serving, scalars, np.arange(1.0, most + 1))
    return Step(
        linear_ps=_picoseconds(np.concatenate([[0.0], seconds])),
        cache_ps=round(cache_seconds(architecture, chip, serving, scalars) / PICOSECOND),
        pair_ps=round(pair_seconds(architecture, chip, serving, scalars) / PICOSECOND),
        sequences=min(sequences, most),
        cache_tokens=cache_tokens,
        intake_ps=round(scalars.intake_seconds / PICOSECOND),
        ahead=int(numbers(serving.version) >= AHEAD_SINCE),
    )


def cache_seconds(architecture: Architecture, chip: Accelerator, serving: Serving, scalars: Scalars) -> float:
    """Return the time to read one token of the cache in all layers.

    Layers of limited sight read a share of the tokens: their window over the mean request, or the longest.
    """
    assert chip.memory_gb_per_second is not None
    layers = float(architecture.cache_layers)
    if architecture.window is not None:
        typical = serving.mean_context or serving.context
        layers += architecture.window.layers * min(1.0, architecture.window.tokens / typical)
    return layers * layer_bytes(architecture, serving) / (scalars.bandwidth * chip.memory_gb_per_second * GB)


def pair_seconds(architecture: Architecture, chip: Accelerator, serving: Serving, scalars: Scalars) -> float:
    """Return the time for one token to look at one other in all layers: a product of keys and one of values."""
    assert chip.bf16_tflops is not None
    operations = 4.0 * architecture.heads * architecture.head_dim * architecture.layers / serving.tensor_parallel
    return operations / (_arithmetic(chip, serving, scalars) * chip.bf16_tflops * TERA)


def _picoseconds(seconds: Floats) -> "np.typing.NDArray[np.int64]":
    """Return *seconds* as whole picoseconds."""
    return np.round(seconds / PICOSECOND).astype(np.int64)
