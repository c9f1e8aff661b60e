"""Mixtures of experts: what a step reads of them, beside kernel times that others published.

Times of vLLM's fused kernel for one layer in microseconds by tokens (benchmark_moe.py): vllm-project/vllm#24700 for the
H100, #19049 for the A100 with 40 GB, of PCIe.
"""

import numpy as np
import pytest

from modelhost.catalog.accelerator import accelerator
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.service.physical.chip import latency_factor
from modelhost.planner.service.physical.cost import products, touched
from modelhost.planner.service.physical.scalar import EXPERT_KERNELS, FITTED

MIXTRAL = architecture("mistralai/Mixtral-8x7B-v0.1")
QWEN = architecture("Qwen/Qwen3-30B-A3B")
PUBLISHED = {
    "Mixtral bf16, H100, TP 2": (
        MIXTRAL,
        "H100",
        Serving(context=4_096, tensor_parallel=2),
        {1: 144, 2: 229, 4: 351, 8: 435, 16: 471, 32: 487, 64: 483, 128: 491, 256: 537, 512: 662, 1_024: 834},
    ),
    "Qwen3-30B-A3B fp8, H100": (
        QWEN,
        "H100",
        Serving(context=4_096, dtype="fp8"),
        {1: 40, 2: 56, 4: 78, 8: 119, 16: 165, 24: 193, 32: 210, 48: 231, 64: 237, 128: 248, 256: 262, 512: 286},
    ),
    "Qwen3-30B-A3B bf16, A100": (
        QWEN,
        "A100-40GB",
        Serving(context=4_096),
        {1: 109, 2: 160, 4: 269, 8: 403, 16: 611, 24: 730, 32: 809, 48: 886, 64: 917, 96: 943},
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_experts_take_the_time_that_others_measured(name: str) -> None:
    """Over 1 to 1,024 tokens the median error of a layer's experts is 16 % at most, and none is beyond 31 %."""
    model, chip_name, serving, published = PUBLISHED[name]
    chip, tokens = accelerator(chip_name), np.array(list(published), np.float64)
    _, every = products(model, chip, serving, FITTED, tokens)
    kernels = EXPERT_KERNELS * FITTED.layer_seconds * latency_factor(chip)
    errors = np.abs((every / model.layers + kernels) * 1e6 / list(published.values()) - 1.0)
    assert np.median(errors) < 0.16
    assert errors.max() < 0.31


def test_a_few_tokens_meet_few_experts_and_many_meet_all() -> None:
    """One token reads 2 of 8 experts, 60 tokens read all of them."""
    assert touched(MIXTRAL, np.array([1.0, 60.0])) == pytest.approx([0.25, 1.0], abs=1e-6)
