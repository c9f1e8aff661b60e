"""The numbers of the physical model that no data sheet tells."""

from typing import NamedTuple

ARITHMETIC, ARITHMETIC_SHARED = 0.60, 0.80
"""Share of the dense peak that prompts reach on one accelerator, and what each doubling of those that share a layer
leaves of it. Splitwise's table (shashwatj07/SageServe@0b95ca2), llama2-70b, one prompt of 2,048 tokens, TP 2, 4, 8:
0.46, 0.36, 0.26 on H100; 0.66, 0.56, 0.41 on A100. Not fitted on the vLLM runs, where most prompts are cached."""


class Scalars(NamedTuple):
    """What was fitted: three numbers, shared by all models and accelerators."""

    bandwidth: float
    """Share of the memory bandwidth that reading weights and cache reaches, 0 to 1."""
    layer_seconds: float
    """Time of a layer's small kernels, which neither bandwidth nor arithmetic explains."""
    intake_seconds: float
    """Time of a request outside the steps: the server's front, words into tokens and back."""
    arithmetic: float = ARITHMETIC
    """Share of the dense peak that prompts reach; a constant where the three above are fitted."""


EXCHANGE = 0.7
"""Small kernels of one more doubling of the accelerators that share a layer, over those of the layer itself: both
exchanges of a layer wait for the slowest. Splitwise's H100 table: 68 of 90 microseconds."""
EXPERT_KERNELS = 1.0
"""Small kernels of a layer's routing (router, top-k, sorting, gathering, adding up), over those of a layer without:
counted, about ten either way; published times of the fused kernel leave 28 of 38 microseconds (tests name them)."""
PCIE_GB_PER_SECOND = 25.0
"""Rate between accelerators that only PCIe joins (4.0 x16: 32 GB/s on paper)."""
FITTED = Scalars(0.81, 38e-6, 0.0105)
"""By `python -m benchmarks.service_time` on the 17 runs of vllm_measured.csv, nominal tokens; 2026-11-22."""
FITTED_ON = ("H100",)
"""Accelerators that the runs were measured on."""
FITTED_BAND = (0.77, 1.30)
"""Observed over predicted mean latency of a model never seen, in 80 of 100 whole stages: conformal, from the errors of
models left out of the fit; same command and date."""
