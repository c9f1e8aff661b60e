"""Sessions that stay on one instance, for containers that make them."""

from typing import Any

import pytest

from tests.spec.kind import HERE, LLM, of
from tests.spec.stack import REGION, told

SESSIONS = {"routing": {"sessions": True}}
IMAGE = f"123456789012.dkr.ecr.{REGION}.amazonaws.com/mine@sha256:{'0' * 64}"


def refusal(framework: str) -> list[str]:
    """Return what is told of a framework whose container makes no sessions."""
    text = f"true: the session is made by the container, and that of {framework} makes none"
    return [f"{HERE}.routing.sessions: {text}; use framework djl-lmi or vllm, or an image of your own"]


@pytest.mark.parametrize("framework", ["sklearn", "xgboost", "pytorch", "tensorflow", "huggingface"])
def test_a_container_that_makes_no_sessions_is_refused(framework: str) -> None:
    """SageMaker routes by a session, and would wait for one in vain."""
    model = {"artifact": "s3://models/x/", "framework": framework}
    assert told(of("realtime", model=model, **SESSIONS)) == refusal(framework)
    assert told(of("realtime", model=model, routing={"sessions": False})) == []


@pytest.mark.parametrize("framework", ["djl-lmi", "vllm"])
@pytest.mark.parametrize("kind", ["realtime", "components"])
def test_a_container_that_makes_sessions_is_taken(kind: str, framework: str) -> None:
    """Those of large language models."""
    model = {**LLM["model"], "framework": framework}
    assert told(of(kind, **{**LLM, "model": model}, **SESSIONS)) == []


def test_a_container_of_ones_own_is_trusted() -> None:
    """Nobody but its owner knows whether it answers NEW_SESSION."""
    assert told(of("realtime", model={"image": IMAGE, "artifact": "s3://models/x/"}, **SESSIONS)) == []


def test_each_model_that_answers_makes_sessions() -> None:
    """A session may begin with a challenger; a shadow is never answered from."""
    other: dict[str, Any] = {"model": {"artifact": "s3://models/y/", "framework": "huggingface"}}
    config = of("realtime", **LLM, **SESSIONS, challengers={"other": {**other, "weight": 0.5}})
    assert told(config) == refusal("huggingface")
    assert told(of("realtime", **LLM, **SESSIONS, shadow={**other, "sample": 0.5})) == []
