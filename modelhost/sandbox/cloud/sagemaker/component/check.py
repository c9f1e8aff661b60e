"""What SageMaker refuses of an inference component, before it places anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.component import state
from modelhost.sandbox.cloud.sagemaker.component.settling import look_up
from modelhost.sandbox.cloud.sagemaker.component.state import Component
from modelhost.sandbox.cloud.sagemaker.definition import MODEL
from modelhost.sandbox.cloud.sagemaker.transition import IN_SERVICE, Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

BASE, COMPUTE, IMAGE = "BaseInferenceComponentName", "ComputeResourceRequirements", "Image"
NOT_HERE = (
    "Inference Components are not supported in this Endpoint. Please make sure this endpoint can deploy "
    "inference components."
)
NOT_IN_SERVICE = (
    'Cannot create inference component on endpoint "{arn}" in status {status}; the endpoint must be InService.'
)
NO_COPY = "Inference components copy count an integer larger than 0"
ONE_SPECIFICATION = "Exactly one of Specification and Specifications is required."

Specification = dict[str, Any]
ADAPTER_RULES: tuple[tuple[Callable[[Specification], bool], str], ...] = (
    (lambda one: COMPUTE in one, f"{COMPUTE} is not allowed for an adapter: it uses the compute of its base."),
    (lambda one: "ModelName" in one, "ModelName is not allowed for an adapter; give its artifact in Container."),
    (lambda one: IMAGE in one.get("Container", {}), "Image is not allowed for an adapter: it runs in its base's."),
    (lambda one: "ArtifactUrl" not in one.get("Container", {}), "ArtifactUrl is required for an adapter."),
    (lambda one: "SchedulingConfig" in one, "SchedulingConfig is not allowed for an adapter."),
)
BASE_RULES: tuple[tuple[Callable[[Specification], bool], str], ...] = (
    (lambda one: COMPUTE not in one, f"{COMPUTE} is required for an inference component without {BASE}."),
    (
        lambda one: ("ModelName" in one) == ("Container" in one),
        "Exactly one of ModelName and Container is required in the specification of an inference component.",
    ),
    (lambda one: "Container" in one and IMAGE not in one["Container"], "Image is required in Container."),
    (
        lambda one: one[COMPUTE].get("MaxMemoryRequiredInMb", 1e12) < one[COMPUTE]["MinMemoryRequiredInMb"],
        "MaxMemoryRequiredInMb must be greater than or equal to MinMemoryRequiredInMb.",
    ),
    (
        lambda one: not {"NumberOfCpuCoresRequired", "NumberOfAcceleratorDevicesRequired"} & set(one[COMPUTE]),
        "At least one of NumberOfCpuCoresRequired and NumberOfAcceleratorDevicesRequired is required.",
    ),
)


def specifications_of(params: dict[str, Any]) -> list[Specification]:
    """Read the specifications of a request, and refuse none or both forms."""
    if ("Specification" in params) == ("Specifications" in params):
        raise validation(ONE_SPECIFICATION)
    listed: list[Specification] = params.get("Specifications") or [params["Specification"]]
    return listed


def specification(one: Specification, call: Call, cloud: Cloud) -> None:
    """Refuse a specification that could not be placed anywhere."""
    for refuses, message in ADAPTER_RULES if BASE in one else BASE_RULES:
        if refuses(one):
            raise validation(message)
    if "ModelName" in one:
        MODEL.find(call, cloud, one["ModelName"])


def types(listed: list[Specification], variant: Variant) -> None:
    """Refuse specifications for machine types that the variant does not run on."""
    named = [one["InstanceType"] for one in listed if "InstanceType" in one]
    if len(listed) > 1 and len(set(named)) != len(listed):
        raise validation("Each entry of Specifications must name an InstanceType of its own.")
    foreign = [name for name in named if name not in variant.types]
    if foreign:
        raise validation(f"InstanceType {foreign[0]} is not an instance type of variant {variant.name}.")


def copies(params: dict[str, Any]) -> int:
    """Read the copy count of a creation, which is 1 at least."""
    count = int(params.get("RuntimeConfig", {}).get("CopyCount", 0))
    if count < 1:
        raise validation(NO_COPY)
    return count


def hosting_variant(endpoint: Endpoint, name: str | None) -> Variant:
    """Find the variant that a component goes to, or refuse the endpoint or the name."""
    if endpoint.status != IN_SERVICE:
        raise validation(NOT_IN_SERVICE.format(arn=endpoint.arn, status=endpoint.status))
    if name is None:
        raise validation("VariantName is required for an inference component that is not an adapter.")
    found = [variant for variant in endpoint.variants if variant.name == name]
    if not found:
        raise validation(f'Could not find variant "{name}" of endpoint "{endpoint.arn}".')
    if not found[0].hosts_components:
        raise validation(NOT_HERE)
    return found[0]


def base(call: Call, cloud: Cloud, name: str, endpoint: str) -> Component:
    """Find the base of an adapter, in service on the same endpoint."""
    found = look_up(cloud, call.region, name)
    if found is None or found.endpoint != endpoint:
        raise validation(f'Could not find base inference component "{state.arn_of(call, name)}".')
    if found.base is not None:
        raise validation(f'Inference component "{found.arn}" is an adapter and cannot be the base of another.')
    if found.status != state.IN_SERVICE:
        raise validation(f'Base inference component "{found.arn}" is not InService but {found.status}.')
    return found


def absent(call: Call, name: str) -> RefusalError:
    """Refuse because there is no such component."""
    return validation(f'Could not find inference component "{state.arn_of(call, name)}".')
