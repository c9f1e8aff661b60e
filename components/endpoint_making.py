"""What the immutable parts of an endpoint have in common, gathered before any of them is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pulumi

from components.endpoint_plan import VARIANT
from components.kind.shape import Shape, Site
from components.variant_plan import Serving
from modelhost.catalog.machine import Machine
from modelhost.spec.endpoint import EndpointSpec


class Artifact(NamedTuple):
    """Where a model lies, and how large it is."""

    data_source: pulumi.Input[Mapping[str, Any]]
    """SageMaker model data source."""
    size_bytes: int
    """Size of a local folder; 0 for a place in S3."""


@dataclass(frozen=True)
class Making:
    """What the parts of one endpoint have in common."""

    name: str
    """Pulumi name of the endpoint."""
    prefix: str
    """First part of the parts' names in the cloud."""
    spec: EndpointSpec
    """The endpoint's block of the stack file."""
    shape: Shape
    """What sets its kind apart."""
    site: Site
    """Where it stands."""
    region: str
    """Region of the endpoint."""
    artifacts: Mapping[str, Artifact]
    """Models by their variant; those inside their images are left out."""
    secret_environment: pulumi.Input[Mapping[str, str]] | None
    """Environment variables that must not be seen."""
    keep: int
    """Versions kept for rollback."""
    count: int
    """Instances at creation."""
    opts: pulumi.ResourceOptions
    """Options of every part."""


def primary_serving(making: Making, kind: Machine, model_name: Any) -> Serving:
    """Return what the primary variant serves on a machine type: the model of the stack file, or an earlier one."""
    return Serving(
        variant=VARIANT,
        model=making.spec.model,
        model_name=making.spec.version or model_name,
        machine=kind,
        region=making.region,
        count=making.count,
        weight=making.spec.weight,
        artifact_bytes=artifact_bytes(making, VARIANT),
    )


def artifact_bytes(making: Making, variant: str) -> int:
    """Return the size of a variant's local artifact."""
    artifact = making.artifacts.get(variant)
    return artifact.size_bytes if artifact else 0


def all_sizes(spec: EndpointSpec, ladder: Iterable[str]) -> list[str]:
    """Return the machine types that need a model: the endpoint's own, those of the ladder, those of its capacity."""
    own = [] if spec.machine is None else [spec.machine]
    pools = spec.capacity.sizes if spec.capacity else []
    return list(dict.fromkeys([*own, *ladder, *pools]))
