"""What is wrong with the words that describe a model."""

from collections.abc import Mapping
from typing import Any

from modelhost.spec.base import Findings

DESCRIBING = (
    "layers",
    "heads",
    "kv_heads",
    "head_dim",
    "hidden",
    "vocabulary",
    "linear_layers",
    "window",
    "mla",
    "experts",
)
"""Words that a named architecture says already."""
SERVED = ("context", "mean_context", "concurrency", "serving")
"""Words that say how it is served."""
EXAMPLES = {
    "parameters": "8_030_000_000",
    "dtype": "bf16",
    "layers": "32",
    "kv_heads": "8",
    "head_dim": "128",
    "context": "8192",
}
"""Words from which the memory follows, each with a value of Llama 3.1 8B."""


def unknown(name: str, error: ValueError) -> str:
    """Return what to say of an architecture that is not known by *name*."""
    hint = str(error).removeprefix(f"{name}: ").partition("; ")[2]
    if "did you mean" not in hint:
        hint = f"write {', '.join(EXAMPLES)} instead; `modelhost fit FOLDER` reads them from a model's config.json"
    return f"{name!r} is not a model that is known by name; {hint}"


def twice(architecture: str, words: Mapping[str, Any]) -> Findings:
    """Yield the *words* that say what *architecture* says already."""
    for name, value in words.items():
        if value is not None:
            yield (name,), f"stands beside architecture {architecture}, which tells it; leave one of the two out"


def missing(words: Mapping[str, Any]) -> Findings:
    """Yield what is missing beside the *words* that are written; latent attention needs no heads."""
    written = [name for name, value in words.items() if value is not None and name in (*DESCRIBING, *SERVED)]
    spared = ("kv_heads", "head_dim") if words.get("mla") is not None else ()
    for name, example in EXAMPLES.items() if written else ():
        if words.get(name) is None and name not in spared:
            text = f"missing beside {written[0]}, and the memory follows from all of {', '.join(EXAMPLES)}"
            yield (name,), f"{text}; write one such as {example}, or name a known model as architecture"


def heads(queries: int | None, keys: int | None) -> Findings:
    """Yield that heads of queries do not share the heads of keys evenly."""
    if queries is not None and keys is not None and queries % keys:
        yield ("kv_heads",), f"{keys} heads of keys do not divide {queries} heads; correct one of them"


def within(place: str, limit: str, part: int | None, whole: int | None) -> Findings:
    """Yield that *part*, at *place*, exceeds the *whole* that *limit* names."""
    if part is not None and whole is not None and part > whole:
        yield (place,), f"{part:,} is more than the {limit} of {whole:,}; lower it"


def stages(tensor: int | None, pipeline: int | None) -> Findings:
    """Yield that a pipeline has no width."""
    if pipeline is not None and tensor is None:
        yield ("tensor_parallel",), "missing beside pipeline_parallel; write it, such as 1"
