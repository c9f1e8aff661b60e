"""Inference components: the copies of models that share the instances of an endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelhost.operate.cloud import Cloud, found
from modelhost.operate.standing.fact import Fact


class ComponentFact(Fact):
    """One component as it stands."""

    name: str
    status: str
    """SageMaker's word."""
    model: str | None
    """SageMaker model that it serves; an adapter has none."""
    base: str | None = None
    """Component that it is an adapter of."""
    current_copies: int | None = None
    """Copies that answer now."""
    desired_copies: int | None = None
    """Copies that SageMaker works towards."""
    reason: str | None = None
    """Why it failed, in SageMaker's words."""


def component_facts(cloud: Cloud, endpoint: str) -> tuple[ComponentFact, ...]:
    """Ask for the components of *endpoint*; bases come before their adapters."""
    client = cloud.client("sagemaker")
    asked = {"EndpointNameEquals": endpoint}
    listed = cloud.items("sagemaker", "list_inference_components", "InferenceComponents", **asked)
    answers = [
        found(client.describe_inference_component, InferenceComponentName=each["InferenceComponentName"])
        for each in listed
    ]
    facts = [component_fact(each) for each in answers if each is not None]
    return tuple(sorted(facts, key=lambda fact: (fact.base is not None, fact.name)))


def component_fact(answer: Mapping[str, Any]) -> ComponentFact:
    """Return one component as a fact."""
    specification: Mapping[str, Any] = answer.get("Specification") or next(iter(answer.get("Specifications") or []), {})
    runtime = answer.get("RuntimeConfig") or {}
    return ComponentFact(
        name=answer["InferenceComponentName"],
        status=answer["InferenceComponentStatus"],
        model=specification.get("ModelName"),
        base=specification.get("BaseInferenceComponentName"),
        current_copies=runtime.get("CurrentCopyCount"),
        desired_copies=runtime.get("DesiredCopyCount"),
        reason=answer.get("FailureReason"),
    )
