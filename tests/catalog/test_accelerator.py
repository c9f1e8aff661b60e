"""The figures of accelerators."""

from __future__ import annotations

import pytest

from modelhost.catalog.accelerator import accelerator
from modelhost.catalog.data import table
from modelhost.catalog.machine import machine


@pytest.mark.parametrize(
    ("name", "dtype", "tflops"),
    [
        ("L40S", "fp8", 733.0),
        ("L40S", "bf16", 362.05),
        ("H100", "fp8", 1978.0),
        ("H100", "int8", 1978.0),
        ("B200", "fp4", 9000.0),
        ("A100-80GB", "fp8", 312.0),
        ("A100-80GB", "int4", 312.0),
        ("A100-80GB", "fp32", 156.0),
        ("RTX-PRO-4500", "bf16", None),
    ],
)
def test_rates_are_dense_and_by_number_format(name: str, dtype: str, tflops: float | None) -> None:
    """L40S computes 733 dense fp8 TFLOPS, not the sparse 1,466; without the hardware weights are widened to bf16."""
    assert accelerator(name).tflops(dtype) == tflops


@pytest.mark.parametrize("name", sorted(table("machines")["accelerators"]))
def test_figures_are_plausible(name: str) -> None:
    """Programs see no more memory than EC2 reports, and narrow formats are no slower than bf16."""
    found = accelerator(name)
    assert 0 < found.visible_gib <= found.memory_gib
    if found.bf16_tflops is not None:
        assert (found.fp8_tflops or found.bf16_tflops) >= found.bf16_tflops
        assert found.memory_gb_per_second
        assert found.source


def test_a_part_of_a_gpu_has_its_part() -> None:
    """An eighth of an L4 sees an eighth of its memory."""
    found = machine("g6f.large")
    assert found.accelerator is not None
    assert (found.accelerator.name, found.accelerator_memory_gib, found.visible_gib) == ("L4/8", 2.8, 2.75)
    assert found.accelerator.gpu
