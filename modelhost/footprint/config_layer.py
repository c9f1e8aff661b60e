"""Which layers see everything, which a window, and which keep no cache by token."""

from typing import NamedTuple

from modelhost.footprint.architecture import Window
from modelhost.footprint.config_word import Config

WINDOWED = ("sliding_attention", "chunked_attention", "local_attention", "sliding")
STATELESS = ("linear_attention", "mamba", "mamba2", "conv", "recurrent", "rwkv")
PATTERNS = {"gemma2": 2, "gemma3": 6, "gemma3_text": 6, "cohere2": 4, "gpt_oss": 2, "llama4": 4, "llama4_text": 4}
"""Kinds of model of which every n-th layer sees everything and the others a window."""
ENCODERS = frozenset(
    {
        *("bert", "roberta", "xlm-roberta", "distilbert", "electra", "mpnet", "albert", "camembert", "deberta"),
        *("deberta-v2", "nomic_bert", "modernbert", "new"),
    }
)
"""Kinds of model that answer in one step and keep no cache."""


class Kinds(NamedTuple):
    """Layers by what they keep."""

    window: Window | None
    """Layers with a window; none when there are none."""
    stateless: int
    """Layers that keep no cache by token."""


def kinds(config: Config, layers: int, context: int) -> Kinds:
    """Return the kinds of the *layers* of a model that takes *context* tokens."""
    if config.kind in ENCODERS:
        return Kinds(None, layers)
    listed = config.words.get("layer_types")
    names = [each for each in listed if isinstance(each, str)][:layers] if isinstance(listed, list) else []
    stateless = sum(each in STATELESS for each in names) if names else _stateless(config, layers)
    size = config.maybe("sliding_window", "attention_chunk_size", "window_size")
    if size is None or size >= context or config.words.get("use_sliding_window") is False:
        return Kinds(None, stateless)
    windowed = sum(each in WINDOWED for each in names) if names else _windowed(config, layers)
    return Kinds(Window(size, windowed) if windowed else None, stateless)


def _stateless(config: Config, layers: int) -> int:
    """Return how many layers keep no cache where the file does not list them, as hybrids of Mamba tell it."""
    pattern = config.words.get("hybrid_override_pattern")
    if isinstance(pattern, str):
        return max(0, layers - pattern.count("*"))
    every = config.maybe("full_attention_interval", "attn_layer_period")
    return 0 if every is None else layers - layers // every


def _windowed(config: Config, layers: int) -> int:
    """Return how many layers have a window where the file does not list them."""
    if config.flag("use_sliding_window"):
        return layers - min(layers, config.count("max_window_layers", default=layers))
    pattern = config.maybe("sliding_window_pattern") or PATTERNS.get(config.kind)
    return layers if pattern is None else layers - layers // pattern
