"""Where the memory of one accelerator goes when a model is served, and how many requests fit beside it."""

import math
from typing import NamedTuple

from modelhost.catalog.machine import Machine
from modelhost.footprint.activation import activations_gib, overhead_gib
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.kv_cache import BLOCK_TOKENS, request_bytes
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import GIB


class Memory(NamedTuple):
    """The memory of one accelerator of a replica, in GiB; of the machine's main memory where it has none."""

    visible_gib: float
    """What CUDA shows, a little less than the maker says."""
    share: float
    """Share that the server takes, 0 to 1."""
    weights_gib: float
    """Weights on this accelerator."""
    activations_gib: float
    """Peak of one step."""
    overhead_gib: float
    """The server's own buffers, and those of communication."""
    wanted_gib: float
    """Cache of the wanted number of requests at their longest."""
    request_gib: float
    """Cache of one request at its longest."""
    kv_tokens: int
    """Tokens that the cache holds, as vLLM prints it; 0 when the weights leave nothing."""
    longest_requests: int
    """Requests at their longest that are held at once."""
    mean_requests: int
    """Requests of mean length that are held at once."""
    devices: int
    """Accelerators of one replica."""
    replicas: int
    """Replicas that the machine's accelerators hold side by side."""

    @property
    def usable_gib(self) -> float:
        """What the server takes."""
        return self.visible_gib * self.share

    @property
    def cache_gib(self) -> float:
        """What weights, activations and the server leave for the cache; below 0 when they do not fit."""
        return self.usable_gib - self.weights_gib - self.activations_gib - self.overhead_gib

    @property
    def free_gib(self) -> float:
        """What the wanted requests leave; below 0 when they do not fit."""
        return self.cache_gib - self.wanted_gib

    @property
    def fits(self) -> bool:
        """Whether weights, activations, server and the wanted requests fit."""
        return self.free_gib >= 0


def memory(architecture: Architecture, machine: Machine, serving: Serving) -> Memory:
    """Return where the memory of one accelerator of *machine* goes; what splits badly is the caller's to refuse."""
    visible = visible_gib(machine)
    weights = architecture.weights_gib(serving.dtype) / serving.devices
    request = request_bytes(architecture, serving, serving.context) / GIB
    mean = request_bytes(architecture, serving, serving.mean_context or serving.context) / GIB
    chip = machine.accelerator.name if machine.accelerator else ""
    peak = activations_gib(architecture, serving, visible, chip)
    overhead = overhead_gib(serving, graphs=machine.gpu)
    cache = max(0.0, visible * serving.share - weights - peak - overhead)
    return Memory(
        visible_gib=visible,
        share=serving.share,
        weights_gib=weights,
        activations_gib=peak,
        overhead_gib=overhead,
        wanted_gib=serving.concurrency * request,
        request_gib=request,
        kv_tokens=_tokens(cache, request, serving.context),
        longest_requests=_held(cache, request),
        mean_requests=_held(cache, mean),
        devices=serving.devices,
        replicas=max(1, machine.accelerator_count) // serving.devices,
    )


def visible_gib(machine: Machine) -> float:
    """Return the memory that a server sees on one accelerator of *machine*, or in main memory without one."""
    return machine.accelerator.visible_gib if machine.accelerator else machine.memory_gib


def _tokens(cache: float, request: float, context: int) -> int:
    """Return the tokens that *cache* holds in whole blocks; 0 for a model that keeps nothing."""
    if not request:
        return 0
    blocks = math.ceil(context / BLOCK_TOKENS)
    return math.floor(cache / request * blocks) * BLOCK_TOKENS


def _held(cache: float, request: float) -> int:
    """Return how many requests *cache* holds; 0 for a model that keeps nothing."""
    return math.floor(cache / request) if request else 0
