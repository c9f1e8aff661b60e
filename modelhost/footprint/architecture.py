"""What a transformer is made of, as far as memory and arithmetic depend on it."""

from typing import NamedTuple

from modelhost.footprint.size import BYTES, GIB, SCALE_BYTES, quantised

PLAIN_BYTES = BYTES["bf16"]


class Window(NamedTuple):
    """Layers that look back over a limited number of tokens."""

    tokens: int
    """Tokens that such a layer keeps."""
    layers: int
    """Number of such layers."""


class Mla(NamedTuple):
    """Multi-head latent attention: keys and values of all heads as one compressed vector (DeepSeek-V2, 2024)."""

    kv_lora_rank: int
    """Length of the compressed vector."""
    qk_rope_dim: int
    """Length of the part that carries the position."""


class Experts(NamedTuple):
    """A mixture of experts: all of them stay in memory, few compute a token."""

    routed: int
    """Routed experts of a layer."""
    active: int
    """Experts that a token is sent to."""
    intermediate: int
    """Inner width of one expert."""


class Architecture(NamedTuple):
    """A decoder-only transformer, or an encoder when it keeps no cache."""

    parameters: int
    """Number of weights, of all experts."""
    active_parameters: int
    """Number of weights that compute one token; that of all weights without experts."""
    dtype: str
    """Number format that the weights come in, as `size.BYTES` names it."""
    layers: int
    """Number of layers."""
    hidden: int
    """Width of a token between layers."""
    heads: int
    """Heads of the queries."""
    kv_heads: int
    """Heads of keys and values; fewer than heads with grouped queries."""
    head_dim: int
    """Width of one head."""
    intermediate: int
    """Inner width of the dense layers' middle part."""
    vocabulary: int
    """Number of different tokens."""
    context: int
    """Most tokens of a request, prompt and answer together."""
    plain_parameters: int = 0
    """Weights that stay in 16 bits when the others are quantised: embeddings and the head."""
    window: Window | None = None
    """Layers of limited sight; none when all see everything."""
    mla: Mla | None = None
    """Latent attention instead of keys and values by head."""
    experts: Experts | None = None
    """Mixture of experts; none in a dense model."""
    stateless_layers: int = 0
    """Layers that keep no cache by token, such as linear attention."""
    measured_bytes: int | None = None
    """Size of the weights as their files tell; none when only computed."""
    source: str = ""
    """Where the facts come from."""

    @property
    def cache_layers(self) -> int:
        """Layers that keep the whole context."""
        return self.layers - self.stateless_layers - (self.window.layers if self.window else 0)

    def weights_bytes(self, dtype: str | None = None) -> float:
        """Return the size of the weights in *dtype*, their own when not given; embeddings are not quantised."""
        wanted = dtype or self.dtype
        if self.measured_bytes is not None and wanted == self.dtype:
            return float(self.measured_bytes)
        if not quantised(wanted):
            return self.parameters * BYTES[wanted]
        narrow = self.parameters - self.plain_parameters
        return narrow * (BYTES[wanted] + SCALE_BYTES.get(wanted, 0.0)) + self.plain_parameters * PLAIN_BYTES

    def weights_gib(self, dtype: str | None = None) -> float:
        """Return the size of the weights in *dtype* in GiB."""
        return self.weights_bytes(dtype) / GIB
