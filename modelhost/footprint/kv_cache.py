"""The cache of keys and values: bytes of a token, blocks, and what a request takes of one accelerator."""

import math

from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import BYTES

BLOCK_TOKENS = 16
"""vLLM hands out the cache in blocks of so many tokens (`CacheConfig.block_size`)."""


def kv_bytes(architecture: Architecture, serving: Serving) -> float:
    """Return the bytes of one number in the cache."""
    if serving.kv_dtype is not None:
        return BYTES[serving.kv_dtype]
    return BYTES["fp32"] if (serving.dtype or architecture.dtype) == "fp32" else BYTES["bf16"]


def layer_bytes(architecture: Architecture, serving: Serving) -> float:
    """Return the bytes that one token takes in one layer of one accelerator.

    Heads are shared out, and repeated where there are more accelerators than heads: 2 x ceil(kv_heads / TP) x head_dim.
    Latent attention keeps kv_lora_rank + qk_rope_dim numbers on every accelerator.
    """
    size = kv_bytes(architecture, serving)
    if architecture.mla is not None:
        return (architecture.mla.kv_lora_rank + architecture.mla.qk_rope_dim) * size
    return 2 * math.ceil(architecture.kv_heads / serving.tensor_parallel) * architecture.head_dim * size


def token_bytes(architecture: Architecture, serving: Serving) -> float:
    """Return the bytes that one token takes of one accelerator in the layers that keep the whole context."""
    return _staged(architecture.cache_layers, serving) * layer_bytes(architecture, serving)


def request_bytes(architecture: Architecture, serving: Serving, tokens: int) -> float:
    """Return the bytes that a request of *tokens* takes of one accelerator, in whole blocks; windows are capped."""
    total = _whole(tokens) * token_bytes(architecture, serving)
    window = architecture.window
    if window is not None:
        # One block more: a window does not begin where a block does.
        kept = min(_whole(tokens), _whole(window.tokens) + BLOCK_TOKENS)
        total += kept * _staged(window.layers, serving) * layer_bytes(architecture, serving)
    return total


def model_token_bytes(architecture: Architecture, serving: Serving) -> float:
    """Return the bytes that one token takes of all accelerators together, copies of heads included."""
    layers = architecture.cache_layers + (architecture.window.layers if architecture.window else 0)
    return layers * layer_bytes(architecture, serving) * serving.tensor_parallel


def _staged(layers: int, serving: Serving) -> int:
    """Return the layers of the largest stage of the pipeline."""
    return math.ceil(layers / serving.pipeline_parallel)


def _whole(tokens: int) -> int:
    """Return *tokens* rounded up to whole blocks."""
    return math.ceil(tokens / BLOCK_TOKENS) * BLOCK_TOKENS
