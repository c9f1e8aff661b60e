"""Memory that a step needs beside weights and cache: activations, the server itself, CUDA graphs."""

from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import GIB

ACTIVATION_BYTES = 2
HIDDEN_COPIES = 4
"""Vectors of the model's width alive at once: residual, input, output of attention, output of the layer."""
INNER_COPIES = 3
"""Vectors of the inner width alive at once: gate and up side by side, and their product."""
LOGIT_BYTES = 12
"""Logits in 32 bits, their softmax, and one copy for sampling."""
SERVER_GIB = 0.15
"""Libraries' own buffers on one accelerator beyond PyTorch's (0.1 to 0.2 in vLLM's logs)."""
COMMUNICATION_GIB = 0.5
"""NCCL and all-reduce buffers of one accelerator among several.

Fitted with SERVER_GIB, by eye and to one digit, on the four KV capacities that vLLM 0.15.1 published on H100
(inference-sim/sim-to-real-accuracy-validation, 2026-03-04): they leave 0.35 GiB at TP 1 and 0.8 to 0.9 above.
"""
GRAPHS_GIB = 0.5
"""CUDA graphs of one accelerator (0.36 and 0.45 in logs of vLLM 0.25); outside the share before vLLM 0.21."""


def activations_gib(architecture: Architecture, serving: Serving, device_gib: float, name: str = "") -> float:
    """Return the peak of one step on one accelerator: the most tokens in one layer, then the logits."""
    tokens, sequences = serving.step(device_gib, name)
    inner = inner_numbers(architecture, serving.tensor_parallel)
    layer = tokens * (HIDDEN_COPIES * architecture.hidden + inner) * ACTIVATION_BYTES
    return (layer + sequences * architecture.vocabulary * LOGIT_BYTES) / GIB


def overhead_gib(serving: Serving, graphs: bool = True) -> float:
    """Return what the server itself takes of its share on one accelerator; *graphs* where it captures them."""
    shared = COMMUNICATION_GIB if serving.devices > 1 else 0.0
    return SERVER_GIB + shared + (GRAPHS_GIB if graphs and serving.graphs_counted else 0.0)


def inner_numbers(architecture: Architecture, tensor: int) -> float:
    """Return how many numbers of the inner widths one token has alive on one of *tensor* accelerators.

    With experts each token is there once for each that it is sent to: gate and up, or what comes out, whichever is
    wider, and the product (the buffers of vLLM's fused_moe).
    """
    dense = INNER_COPIES * architecture.intermediate / tensor
    experts = architecture.experts
    if experts is None:
        return dense
    width = experts.intermediate / tensor
    return max(dense, experts.active * (max(2 * width, architecture.hidden) + width))
