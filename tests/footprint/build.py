"""Architectures for tests: a small Llama, and changes to it."""

from typing import Any

from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving

LLAMA = Architecture(
    parameters=8_030_261_248,
    active_parameters=8_030_261_248,
    dtype="bf16",
    layers=32,
    hidden=4096,
    heads=32,
    kv_heads=8,
    head_dim=128,
    intermediate=14336,
    vocabulary=128256,
    context=131072,
    plain_parameters=2 * 128256 * 4096,
)


def llama(**changes: Any) -> Architecture:
    """Return Llama 3.1 8B with *changes*."""
    return LLAMA._replace(**changes)


def serving(context: int = 8192, **changes: Any) -> Serving:
    """Return how it is served, with *changes*."""
    return Serving(context)._replace(**changes)
