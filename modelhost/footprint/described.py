"""An architecture from the few words that people know; what they leave out is estimated."""

import math
from typing import NamedTuple

from modelhost.footprint.architecture import Architecture, Experts, Mla, Window

WIDTH_STEP = 128
DEFAULT_VOCABULARY = 128_000
"""That of Llama 3; the largest in use is twice as large."""
PARAMETERS_PER_WIDTH = 12
"""Weights of a layer over the square of its width: 4 for attention, 8 for the middle part (Kaplan 2020)."""


class Described(NamedTuple):
    """What people write of a model; none where they leave it out."""

    parameters: int
    """Number of weights."""
    dtype: str
    """Number format of the weights."""
    layers: int
    """Number of layers."""
    context: int
    """Most tokens of a request."""
    kv_heads: int | None = None
    """Heads of keys and values; none with latent attention."""
    head_dim: int | None = None
    """Width of one head; none with latent attention."""
    heads: int | None = None
    """Heads of the queries."""
    hidden: int | None = None
    """Width between layers."""
    vocabulary: int | None = None
    """Number of different tokens."""
    active_parameters: int | None = None
    """Weights that compute one token; all when none."""
    linear_layers: int | None = None
    """Layers that keep no cache by token."""
    window: Window | None = None
    """Layers of limited sight."""
    mla: Mla | None = None
    """Latent attention."""
    experts: tuple[int, int] | None = None
    """Routed experts of a layer, and how many of them a token is sent to."""


def described(words: Described) -> Architecture:
    """Return the architecture that *words* describe."""
    active = words.active_parameters or words.parameters
    hidden = words.hidden or _width(words, active)
    head_dim = words.head_dim or WIDTH_STEP
    kv_heads = words.kv_heads or words.heads or max(1, hidden // head_dim)
    heads = words.heads or max(kv_heads, hidden // head_dim // kv_heads * kv_heads)
    inner = _inner(words, active, hidden, (2 * heads + 2 * kv_heads) * head_dim)
    return Architecture(
        parameters=words.parameters,
        active_parameters=active,
        dtype=words.dtype,
        layers=words.layers,
        hidden=hidden,
        heads=heads,
        kv_heads=kv_heads,
        head_dim=head_dim,
        intermediate=inner,
        vocabulary=words.vocabulary or DEFAULT_VOCABULARY,
        context=words.context,
        plain_parameters=min(words.parameters, _plain(words, active, hidden)),
        window=words.window,
        mla=words.mla,
        experts=_experts(words, active, hidden),
        stateless_layers=words.linear_layers or 0,
        source="the stack file",
    )


def _width(words: Described, active: int) -> int:
    """Return the width between layers: that of the heads together, else what so many weights usually have."""
    if words.heads and words.head_dim:
        return words.heads * words.head_dim
    width = math.isqrt(active // (PARAMETERS_PER_WIDTH * words.layers))
    return max(WIDTH_STEP, round(width / WIDTH_STEP) * WIDTH_STEP)


def _inner(words: Described, active: int, hidden: int, attention: int) -> int:
    """Return the inner width that the weights leave beside attention and, where known, embeddings."""
    left = active - 2 * (words.vocabulary or 0) * hidden - words.layers * hidden * attention
    return max(hidden, left // (3 * hidden * words.layers))


def _plain(words: Described, active: int, hidden: int) -> int:
    """Return the weights that stay in 16 bits: embeddings and head; with fp4 all but the routed experts."""
    embeddings = 2 * (words.vocabulary or 0) * hidden
    if words.experts is None or words.dtype != "fp4":
        return embeddings
    count, used = words.experts
    return max(embeddings, words.parameters - (words.parameters - active) * count // max(1, count - used))


def _experts(words: Described, active: int, hidden: int) -> Experts | None:
    """Return the mixture of experts, each as wide as the weights that do not compute a token say."""
    if words.experts is None:
        return None
    count, used = words.experts
    asleep = max(1, count - used) * words.layers * 3 * hidden
    return Experts(count, used, max(1, (words.parameters - active) // asleep))
