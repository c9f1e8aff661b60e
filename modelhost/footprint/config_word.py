"""Reading single words of a model's config.json, which names the same thing in many ways."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from modelhost.footprint.problem import FootprintError

LARGEST = 10**9
"""No width, count or length of a model comes near; what is larger is a mistake."""
INNER = ("text_config", "llm_config", "language_config", "language_model")
"""Blocks in which models that also see or hear keep their language part."""

DEFAULTS: dict[str, dict[str, int]] = {
    "llama": {
        **{"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "intermediate_size": 11008},
        **{"vocab_size": 32000, "max_position_embeddings": 2048},
    },
    "mistral": {
        **{"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "intermediate_size": 14336},
        **{"num_key_value_heads": 8, "vocab_size": 32000, "max_position_embeddings": 131072},
    },
    "gemma3_text": {
        **{"num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256, "vocab_size": 262208},
        **{"max_position_embeddings": 131072, "sliding_window": 4096},
    },
}
"""What transformers takes for words that such a block leaves out (its configuration classes, 4.57)."""

OUTER = ("quantization_config", "torch_dtype", "dtype")
"""Words that stand beside such a block and count inside."""


class Config(NamedTuple):
    """The language part of a config.json."""

    words: Mapping[str, Any]
    """What it says."""
    place: str
    """Where it stands, for messages."""

    @property
    def kind(self) -> str:
        """The `model_type`; empty when missing."""
        found = self.words.get("model_type")
        return found if isinstance(found, str) else ""

    def count(self, *names: str, default: int | None = None) -> int:
        """Return the first of *names* as a whole number above 0, *default* when all are missing or null."""
        name = next((each for each in names if self.words.get(each) is not None), None)
        if name is not None:
            return self._counted(name, self.words[name])
        if default is None:
            raise FootprintError(
                f"{self.place}: {names[0]} is missing; add it, or describe the model in the stack file"
            )
        return default

    def maybe(self, *names: str) -> int | None:
        """Return the first of *names* as a whole number; none when missing, null or 0."""
        name = next((each for each in names if self.words.get(each)), None)
        return None if name is None else self._counted(name, self.words[name])

    def flag(self, name: str, default: bool = False) -> bool:
        """Return the word *name* as true or false, *default* when it is neither."""
        found = self.words.get(name)
        return found if isinstance(found, bool) else default

    def inner(self, name: str) -> "Config":
        """Return the block *name*; an empty one when there is none."""
        found = self.words.get(name)
        return Config(found if isinstance(found, dict) else {}, f"{self.place}: {name}")

    def _counted(self, name: str, value: Any) -> int:
        """Return *value* as a whole number from 1 to LARGEST."""
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(whole, bool) or not isinstance(whole, int) or not 1 <= whole <= LARGEST:
            shown = repr(value)[:40]
            raise FootprintError(f"{self.place}: {name} is {shown}; it has to be a whole number from 1 to {LARGEST:,}")
        return whole


def config(words: Mapping[str, Any], place: str) -> Config:
    """Return the language part of *words*, which may be a block inside; what such a block leaves out has defaults."""
    for name in INNER:
        block = words.get(name)
        kind = str(block.get("model_type")) if isinstance(block, dict) else ""
        if isinstance(block, dict) and (kind in DEFAULTS or "hidden_size" in block or "num_hidden_layers" in block):
            outer = {word: words[word] for word in OUTER if word in words}
            return Config({**DEFAULTS.get(kind, {}), **outer, **block}, f"{place}: {name}")
    return Config(words, place)
