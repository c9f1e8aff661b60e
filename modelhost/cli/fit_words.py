"""The words of the stack file that say what a model is made of."""

from __future__ import annotations

from typing import Any

from modelhost.footprint import published
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving


def words(architecture: Architecture, serving: Serving, name: str | None = None) -> dict[str, Any]:
    """Return what to write under `model:`; the *name* alone where the model is known by it."""
    dtype = serving.dtype or architecture.dtype
    served: dict[str, Any] = {"dtype": dtype, "context": serving.context}
    if serving.concurrency > 1:
        served["concurrency"] = serving.concurrency
    if serving.mean_context is not None:
        served["mean_context"] = serving.mean_context
    if name is not None and published.knows(name):
        return {"architecture": name, **served}
    heads: dict[str, Any] = {"kv_heads": architecture.kv_heads, "head_dim": architecture.head_dim}
    if architecture.mla is not None:
        heads = {"mla": architecture.mla._asdict()}
    return {
        "parameters": architecture.parameters,
        **served,
        "layers": architecture.layers,
        **({"linear_layers": architecture.stateless_layers} if architecture.stateless_layers else {}),
        "heads": architecture.heads,
        **heads,
        "hidden": architecture.hidden,
        "vocabulary": architecture.vocabulary,
        **parts(architecture),
    }


def parts(architecture: Architecture) -> dict[str, Any]:
    """Return the blocks of windows and experts, where the model has them."""
    found: dict[str, Any] = {}
    if architecture.window is not None:
        found["window"] = architecture.window._asdict()
    if architecture.experts is not None:
        count, active, _ = architecture.experts
        found["experts"] = {"count": count, "active": active, "active_parameters": architecture.active_parameters}
    return found


def written(found: dict[str, Any]) -> str:
    """Return *found* as YAML on one line."""
    texts = [f"{key}: {written(value) if isinstance(value, dict) else value}" for key, value in found.items()]
    return f"{{{', '.join(texts)}}}"
