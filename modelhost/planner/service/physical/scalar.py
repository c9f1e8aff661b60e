"""The numbers of the physical model that no data sheet tells."""

from typing import NamedTuple


class Scalars(NamedTuple):
    """What was fitted: three numbers, shared by all models and accelerators."""

    bandwidth: float
    """Share of the memory bandwidth that reading weights and cache reaches, 0 to 1."""
    layer_seconds: float
    """Time of a layer's small kernels, which neither bandwidth nor arithmetic explains."""
    intake_seconds: float
    """Time of a request outside the steps: the server's front, words into tokens and back."""


ARITHMETIC, ARITHMETIC_SHARED = 0.60, 0.80
"""Share of the dense peak that prompts reach on one accelerator, and what each doubling of those that share a layer
leaves of it. Splitwise's table (shashwatj07/SageServe@0b95ca2), llama2-70b, one prompt of 2,048 tokens, TP 2, 4, 8:
0.46, 0.36, 0.26 on H100; 0.66, 0.56, 0.41 on A100. Not fitted on the runs that are scored."""
EXCHANGE = 0.7
"""Small kernels of one more doubling of the accelerators that share a layer, over those of the layer itself: both
exchanges of a layer wait for the slowest. Splitwise's H100 table: 68 of 90 microseconds."""
EXPERT_KERNELS = 1.0
"""Small kernels of a layer's routing (router, top-k, sorting, gathering, adding up), over those of a layer without."""
PCIE_GB_PER_SECOND = 25.0
"""Rate between accelerators that only PCIe joins (4.0 x16: 32 GB/s on paper)."""
FITTED = Scalars(0.85, 45e-6, 0.015)
