"""One model on machines, as a variant of an endpoint configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelhost.catalog.machine import Machine, machine
from modelhost.spec.capacity import CapacitySpec, Purchase
from modelhost.spec.model import ModelSpec

BYTES_PER_GIB = 2**30
RESERVATIONS_ONLY = "capacity-reservations-only"


@dataclass(frozen=True)
class Serving:
    """What a variant serves, on what, and how much of the traffic."""

    variant: str
    """Name of the variant."""
    model: ModelSpec
    """The model."""
    model_name: Any
    """Name of the SageMaker model; none where components carry the models."""
    machine: Machine
    """Machine type; for a serverless endpoint one that picks the same image."""
    region: str
    """Region of the endpoint."""
    count: int
    """Instances at creation."""
    weight: float = 1
    """Share of the requests, beside the weights of the others."""
    artifact_bytes: int = 0
    """Size of a local artifact, from which time-outs and the volume follow."""


def on_machines(serving: Serving) -> dict[str, Any]:
    """Return a variant of instances; a machine with local NVMe takes no volume size."""
    return {
        **called(serving),
        **startup(serving),
        **without_none(instance_needs(serving)),
        "instanceType": serving.machine.name,
        "initialInstanceCount": serving.count,
    }


def called(serving: Serving) -> dict[str, Any]:
    """Return name, model and weight of a variant."""
    return {
        "variantName": serving.variant,
        "modelName": serving.model_name,
        "initialVariantWeight": serving.weight,
    }


def startup(serving: Serving) -> dict[str, Any]:
    """Return how long the model may take to arrive and to answer."""
    loading = serving.model.loading(serving.machine, serving.artifact_bytes / BYTES_PER_GIB)
    return without_none(
        {
            "modelDataDownloadTimeoutInSeconds": loading.download_timeout_seconds,
            "containerStartupHealthCheckTimeoutInSeconds": loading.health_check_timeout_seconds,
        }
    )


def instance_needs(serving: Serving) -> dict[str, Any]:
    """Return the machine image that the container's CUDA needs, and the volume that holds the model."""
    loading = serving.model.loading(serving.machine, serving.artifact_bytes / BYTES_PER_GIB)
    return {
        "inferenceAmiVersion": serving.model.inference_ami_version(serving.region, serving.machine),
        "volumeSizeInGb": loading.volume_gib,
    }


def with_capacity(
    variant: Mapping[str, Any], capacity: CapacitySpec | None, model_names: Mapping[str, Any]
) -> dict[str, Any]:
    """Return *variant* on the machine types of *capacity* in their order, or on reservations.

    *model_names* holds the model of each machine type that needs another image than the first.
    """
    if capacity is None:
        return dict(variant)
    changed = dict(variant)
    if len(capacity.sizes) > 1:
        del changed["instanceType"]
        changed["instancePools"] = pools(capacity.sizes, model_names)
        changed["variantInstanceProvisionTimeoutInSeconds"] = capacity.provision_timeout_seconds
        if any(machine(size).local_nvme_gb for size in capacity.sizes):
            changed.pop("volumeSizeInGb", None)
    if Purchase.RESERVED in capacity.prefer:
        # What may also run on demand names the reservation without saying "only".
        only = None if Purchase.ON_DEMAND in capacity.prefer else RESERVATIONS_ONLY
        reserved = {"capacityReservationPreference": only, "mlReservationArn": capacity.reservation_arn}
        changed["capacityReservationConfig"] = without_none(reserved)
    return changed


def pools(sizes: Sequence[str], model_names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the instance pools of *sizes*, the first preferred."""
    return [
        without_none({"instanceType": size, "priority": priority, "modelNameOverride": model_names.get(size)})
        for priority, size in enumerate(sizes, start=1)
    ]


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* without those that are not given."""
    return {key: value for key, value in values.items() if value is not None}
