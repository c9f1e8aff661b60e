"""Inference components of an endpoint: their names, what each reserves, and the instances beneath them."""

import math
from typing import Any

from components.variant_plan import Serving, startup, without_none
from modelhost.catalog.machine import machine
from modelhost.spec.component import ComponentSpec, Release
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.name import cloud_name

SCALE_IN = {Release.IDLE: "IDLE_RELEASE", Release.CONSOLIDATION: "CONSOLIDATION"}
"""SageMaker's words for when instances go."""


def base_name(endpoint_name: str) -> str:
    """Return the name of the component that carries the endpoint's model."""
    return cloud_name(endpoint_name, "base")


def adapter_name(endpoint_name: str, key: str) -> str:
    """Return the name of the component that carries adapter *key*."""
    return cloud_name(endpoint_name, "adapter", key)


def managed_instances(spec: EndpointSpec) -> dict[str, Any]:
    """Return the bounds of the instances that SageMaker adds and removes, and when they go."""
    bounds = spec.instance_range
    scaling: dict[str, Any] = {
        "status": "ENABLED",
        "minInstanceCount": bounds.min,
        "maxInstanceCount": bounds.max,
    }
    if bounds.release is Release.CONSOLIDATION:
        numbers = {"cooldownInMinutes": bounds.cooldown_minutes, "maximumStepSize": bounds.max_step}
        scaling["scaleInPolicy"] = {"strategy": SCALE_IN[bounds.release], **without_none(numbers)}
    return scaling


def instances_for(spec: EndpointSpec, copies: int) -> int:
    """Return the instances that *copies* need at creation, within the bounds; an endpoint never starts with none."""
    bounds, each = spec.instance_range, max(1, spec.share().copies(machine(spec.machine_type)))
    return min(max(1, bounds.min, math.ceil(copies / each)), bounds.max)


def base_specification(spec: EndpointSpec, serving: Serving) -> dict[str, Any]:
    """Return what the base component serves, and what each copy reserves."""
    component, share = spec.component or ComponentSpec(), spec.share()
    needs = {
        "numberOfAcceleratorDevicesRequired": share.accelerators,
        "numberOfCpuCoresRequired": share.cpus,
        "minMemoryRequiredInMb": share.memory_mib,
    }
    optional = {
        "startupParameters": startup(serving) or None,
        "dataCacheConfig": {"enableCaching": True} if component.data_cache else None,
        "schedulingConfig": component.placement and {"placementStrategy": component.placement.upper()},
    }
    return {
        "modelName": serving.model_name,
        "computeResourceRequirements": without_none(needs),
        **without_none(optional),
    }


def adapter_specification(base: Any, artifact: str) -> dict[str, Any]:
    """Return what an adapter's component loads onto the base; it has no compute of its own."""
    return {"baseInferenceComponentName": base, "container": {"artifactUrl": artifact}}
