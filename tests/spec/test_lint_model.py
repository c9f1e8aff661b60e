"""Warnings about language models."""

from typing import Any

import pytest

from modelhost.spec.lint import lints
from tests.spec.stack import REGION, endpoint, loaded


def warned(machine: str = "ml.g6.12xlarge", beside: dict[str, Any] | None = None, **model: Any) -> list[str]:
    """Return what is said of a model of these words on *machine*."""
    words = {"artifact": "s3://models/chat/", "framework": "vllm", "context": 4096, **model}
    block = endpoint(machine=machine, model=words, **(beside or {}))
    found = lints(loaded(block), REGION)
    return [each.message for each in found if each.path[-1] == "machine"]


def test_accelerators_that_vllm_leaves_idle_are_named() -> None:
    """Without a split one of four works; the widest that its heads allow is proposed."""
    assert warned(architecture="Qwen3-8B") == [
        "3 of the 4 accelerators of ml.g6.12xlarge stay idle: vLLM runs over 1; "
        "write model.serving.tensor_parallel: 4, take a smaller machine, or kind: components for a copy on each"
    ]
    assert "2 of the 4 accelerators" in warned(architecture="Qwen2.5-0.5B-Instruct", serving={"tensor_parallel": 2})[0]


@pytest.mark.parametrize(
    ("machine", "beside", "model"),
    [
        ("ml.g6.xlarge", {}, {"architecture": "Qwen3-8B"}),
        ("ml.g6.12xlarge", {}, {"architecture": "Qwen3-8B", "serving": {"tensor_parallel": 4}}),
        ("ml.g6.12xlarge", {"kind": "components"}, {"architecture": "Qwen3-8B"}),
        ("ml.g6.12xlarge", {}, {"architecture": "Qwen3-8B", "framework": "djl-lmi"}),
        ("ml.g6.12xlarge", {}, {"size_gib": 4, "context": None}),
    ],
)
def test_what_is_in_use_is_not_warned_of(machine: str, beside: dict[str, Any], model: dict[str, Any]) -> None:
    """All accelerators in one split, copies on each, servers that split by themselves, models that say nothing."""
    assert warned(machine, beside, **model) == []
