"""What follows from an endpoint's block of the stack file: variants, with their models, machines and shares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.catalog.machine import Machine, machine
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.model import ModelSpec

VARIANT = "primary"
"""The variant that scales; alarms and scaling name it, so it never changes."""
SHADOW = "shadow"
"""The variant that gets copies of requests."""


@dataclass(frozen=True)
class Beside:
    """A variant beside the primary one."""

    model: ModelSpec
    """Its model."""
    machine: Machine
    """Its machine type."""
    count: int
    """Its instances."""
    weight: float
    """Its share of the requests."""


def challengers(spec: EndpointSpec) -> dict[str, Beside]:
    """Return the variants that answer a share of the requests, by name."""
    return {
        key: Beside(each.model, machine(each.machine or spec.machine_type), each.count, each.weight)
        for key, each in spec.challengers.items()
    }


def shadows(spec: EndpointSpec) -> dict[str, Beside]:
    """Return the variant that gets copies of requests, by name; empty without one."""
    shadow = spec.shadow
    if shadow is None:
        return {}
    # SageMaker copies the fraction that the shadow's weight is of the primary variant's.
    weight = shadow.sample * spec.weight
    return {SHADOW: Beside(shadow.model, machine(shadow.machine or spec.machine_type), shadow.count, weight)}


def models(spec: EndpointSpec) -> dict[str, ModelSpec]:
    """Return every model of the endpoint by its variant."""
    beside = {**challengers(spec), **shadows(spec)}
    return {VARIANT: spec.model, **{name: each.model for name, each in beside.items()}}


def images(spec: EndpointSpec, region: str, sizes: Iterable[str] = ()) -> list[str]:
    """Return every container image of the endpoint, on its machine and on *sizes*."""
    kinds = [spec.image_machine, *(machine(size) for size in sizes)]
    primary = [spec.model.image_uri(region, kind) for kind in kinds]
    beside = [*challengers(spec).values(), *shadows(spec).values()]
    return list(dict.fromkeys([*primary, *(each.model.image_uri(region, each.machine) for each in beside)]))


def weights(spec: EndpointSpec) -> dict[str, float] | None:
    """Return the share of each variant that answers; none where one has all. A shadow's sample is of its version."""
    beside = challengers(spec)
    if not beside:
        return None
    return {VARIANT: spec.weight, **{name: each.weight for name, each in beside.items()}}


def counts(spec: EndpointSpec) -> dict[str, int] | None:
    """Return the instances of the challengers; none without such."""
    return {name: each.count for name, each in challengers(spec).items()} or None


def data_capture(spec: EndpointSpec, uri: Any, key_arn: Any) -> dict[str, Any] | None:
    """Return what is captured of requests and answers, and where to; none where nothing is."""
    if spec.capture is None:
        return None
    return {
        "enableCapture": True,
        "initialSamplingPercentage": spec.capture.percentage,
        "destinationS3Uri": uri,
        "kmsKeyId": key_arn,
        "captureOptions": [{"captureMode": mode} for mode in spec.capture.modes],
    }


def variant_parts(variant: str) -> str:
    """Return the last part of the names of what belongs to a variant only; the primary one needs none."""
    return "" if variant == VARIANT else f"-{variant}"


def by_size(names: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return configuration names by machine type where there are several to choose from."""
    return dict(names) if len(names) > 1 else None
