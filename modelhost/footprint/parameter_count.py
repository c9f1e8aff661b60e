"""How many weights a transformer has, from its widths."""

from typing import NamedTuple

from modelhost.footprint.config_word import Config

TIED = frozenset(
    {"gpt2", "gpt_bigcode", "gpt_neo", "bloom", "opt", "falcon", "mpt", "gemma", "gemma2", "gemma3", "phi4"}
)
TIED_TOO = frozenset({"gemma3_text", "cohere", "cohere2", "starcoder2", "bert", "roberta", "xlm-roberta", "distilbert"})
"""Kinds of model whose head shares its weights with the embedding unless the file says otherwise."""
UNGATED = frozenset(
    {
        *("gpt2", "gpt_bigcode", "gpt_neo", "gpt_neox", "gptj", "codegen", "bloom", "opt", "falcon", "mpt", "phi"),
        *("starcoder2", "persimmon", "nemotron", "bert", "roberta", "xlm-roberta", "distilbert", "electra", "mpnet"),
    }
)
"""Kinds of model whose middle part has two matrices instead of three."""
LEARNED_POSITIONS = frozenset({"gpt2", "gpt_bigcode", "gpt_neo", "opt", "bert", "roberta", "xlm-roberta", "distilbert"})


class Widths(NamedTuple):
    """The widths that decide the number of weights."""

    layers: int
    """Number of layers."""
    hidden: int
    """Width between layers."""
    heads: int
    """Heads of the queries."""
    kv_heads: int
    """Heads of keys and values."""
    head_dim: int
    """Width of a head."""
    intermediate: int
    """Inner width of the dense part."""
    vocabulary: int
    """Number of tokens."""
    context: int
    """Longest request."""


class ExpertWidths(NamedTuple):
    """A mixture of experts."""

    routed: int
    """Routed experts of a layer."""
    active: int
    """Experts that a token is sent to."""
    intermediate: int
    """Inner width of one."""
    shared: int
    """Inner width of the experts that every token is sent to."""
    layers: int
    """Layers that have experts."""


class Count(NamedTuple):
    """Numbers of weights."""

    total: int
    """All of them."""
    active: int
    """Those that compute one token."""
    plain: int
    """Embeddings and head."""
    routed: int
    """Those of routed experts."""


def count(config: Config, widths: Widths, experts: ExpertWidths | None) -> Count:
    """Return the numbers of weights; norms and biases, below a thousandth, are left out."""
    plain = widths.vocabulary * widths.hidden * (1 if _tied(config) else 2)
    positions = widths.context * widths.hidden if config.kind in LEARNED_POSITIONS else 0
    matrices = 2 if config.kind in UNGATED else 3
    dense = matrices * widths.hidden * widths.intermediate
    total = plain + positions + widths.layers * _attention(config, widths)
    if experts is None:
        total += widths.layers * dense
        return Count(total, total, plain, 0)
    one = matrices * widths.hidden * experts.intermediate
    always = matrices * widths.hidden * experts.shared + widths.hidden * experts.routed
    total += (widths.layers - experts.layers) * dense + experts.layers * (experts.routed * one + always)
    idle = experts.layers * (experts.routed - experts.active) * one
    return Count(total, total - idle, plain, experts.layers * experts.routed * one)


def _tied(config: Config) -> bool:
    """Whether the head shares its weights with the embedding."""
    return config.flag("tie_word_embeddings", config.kind in TIED | TIED_TOO)


def _attention(config: Config, widths: Widths) -> int:
    """Return the weights of one layer's attention."""
    if config.maybe("kv_lora_rank") is not None:
        return _latent(config, widths)
    queries, keys = widths.heads * widths.head_dim, widths.kv_heads * widths.head_dim
    return widths.hidden * (2 * queries + 2 * keys)


def _latent(config: Config, widths: Widths) -> int:
    """Return the weights of one layer's latent attention, as DeepSeek-V2 and V3 have it."""
    rank, rope = config.count("kv_lora_rank"), config.count("qk_rope_head_dim", default=64)
    value = config.count("v_head_dim", default=128)
    nope = config.count("qk_nope_head_dim", default=128)
    queries = widths.heads * (nope + rope)
    low = config.maybe("q_lora_rank")
    asked = widths.hidden * queries if low is None else low * (widths.hidden + queries)
    return (
        asked
        + widths.hidden * (rank + rope)
        + rank * widths.heads * (nope + value)
        + widths.heads * value * widths.hidden
    )
