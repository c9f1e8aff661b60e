"""What an invocation has reached: a container, the process that runs it, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modelhost.sandbox.cloud.call import RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record


@dataclass(frozen=True)
class Target:
    """What answers: the place that serves, the process in it, and what that runs."""

    place: str
    slot: str
    identity: str
    container: dict[str, Any]
    variant: str
    overlay: str | None = None


def of_model(cloud: Cloud, region: str, name: str, place: str, variant: str) -> Target:
    """Let a model answer at a place."""
    model: Record | None = cloud.shelf("model").get((region, name))
    slot = f"{place}/{name}"
    if model is None:
        return Target(place, slot, "", {}, variant)
    container = model.fields.get("PrimaryContainer") or model.fields["Containers"][0]
    return Target(place, slot, f"{model.arn}@{model.created}", container, variant)


def invalid(message: str) -> RefusalError:
    """Refuse as SageMaker's runtime does."""
    return RefusalError("ValidationError", message, 400)
