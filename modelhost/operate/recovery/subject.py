"""What an update changes: an endpoint or an inference component, looked at in the same way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.operate.cloud import Cloud, found

COMPONENT = "component/"
"""Begins the name in a component's record, since an endpoint may have the same."""
MOVING = frozenset({"Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"})
SERVING = frozenset({"InService", "UpdateRollbackFailed"})


@dataclass(frozen=True)
class Live:
    """How it stands now."""

    status: str
    reason: str
    """Why it failed, in SageMaker's words."""
    counts: Mapping[str, int]
    """Instances that are wanted by variant, or copies by component."""
    scalable: frozenset[str]
    """Ids of what Application Auto Scaling can scale of it."""

    @property
    def moving(self) -> bool:
        """Whether SageMaker is still at work."""
        return self.status in MOVING

    @property
    def serving(self) -> bool:
        """Whether it answers requests."""
        return self.status in SERVING


@dataclass(frozen=True)
class Subject(ABC):
    """What an update changes."""

    name: str
    """Its name in the cloud."""

    @property
    @abstractmethod
    def noun(self) -> str:
        """What it is, for messages."""

    @abstractmethod
    def look(self, cloud: Cloud) -> Live | None:
        """Return how it stands, none when there is no such thing."""

    def scalable(self, cloud: Cloud, live: Live) -> frozenset[str]:
        """Return the ids of what Application Auto Scaling can scale of it, which stands as *live* says."""
        return live.scalable

    @abstractmethod
    def set_counts(self, cloud: Cloud, counts: Mapping[str, int]) -> None:
        """Ask for so many instances or copies."""


class EndpointSubject(Subject):
    """An endpoint."""

    noun = "endpoint"

    def look(self, cloud: Cloud) -> Live | None:
        """Ask SageMaker."""
        answer = found(cloud.client("sagemaker").describe_endpoint, EndpointName=self.name)
        if answer is None:
            return None
        variants: list[Mapping[str, Any]] = answer.get("ProductionVariants") or []
        return Live(
            status=answer["EndpointStatus"],
            reason=answer.get("FailureReason", ""),
            counts={v["VariantName"]: int(v["DesiredInstanceCount"]) for v in variants if "DesiredInstanceCount" in v},
            scalable=frozenset(f"endpoint/{self.name}/variant/{v['VariantName']}" for v in variants),
        )

    def scalable(self, cloud: Cloud, live: Live) -> frozenset[str]:
        """Return the ids of its variants and of its components."""
        asked = {"EndpointNameEquals": self.name}
        listed = cloud.items("sagemaker", "list_inference_components", "InferenceComponents", **asked)
        return live.scalable | {f"inference-component/{each['InferenceComponentName']}" for each in listed}

    def set_counts(self, cloud: Cloud, counts: Mapping[str, int]) -> None:
        """Ask for so many instances of each variant."""
        wanted = [{"VariantName": name, "DesiredInstanceCount": count} for name, count in counts.items()]
        client = cloud.client("sagemaker")
        client.update_endpoint_weights_and_capacities(EndpointName=self.name, DesiredWeightsAndCapacities=wanted)


class ComponentSubject(Subject):
    """An inference component."""

    noun = "inference component"

    def look(self, cloud: Cloud) -> Live | None:
        """Ask SageMaker."""
        ask = cloud.client("sagemaker").describe_inference_component
        answer = found(ask, InferenceComponentName=self.name)
        if answer is None:
            return None
        copies = (answer.get("RuntimeConfig") or {}).get("DesiredCopyCount")
        return Live(
            status=answer["InferenceComponentStatus"],
            reason=answer.get("FailureReason", ""),
            counts={} if copies is None else {self.name: int(copies)},
            scalable=frozenset({f"inference-component/{self.name}"}),
        )

    def set_counts(self, cloud: Cloud, counts: Mapping[str, int]) -> None:
        """Ask for so many copies."""
        cloud.client("sagemaker").update_inference_component_runtime_config(
            InferenceComponentName=self.name, DesiredRuntimeConfig={"CopyCount": counts[self.name]}
        )


def subject_of(recorded: str) -> Subject:
    """Return what a record of this name is about."""
    if recorded.startswith(COMPONENT):
        return ComponentSubject(recorded.removeprefix(COMPONENT))
    return EndpointSubject(recorded)
