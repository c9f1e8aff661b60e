"""What Application Auto Scaling moves on each kind of endpoint."""

from typing import NamedTuple

from modelhost.spec.kind import EndpointKind

NAMESPACE = "sagemaker"


class Scalable(NamedTuple):
    """A dimension of Application Auto Scaling, with the id of what it scales."""

    dimension: str
    """Scalable dimension."""
    resource_id: str
    """Template of the resource's id, with `{endpoint}`, `{variant}` and `{component}`."""
    unit: str
    """What is counted: instance, copy or provisioned concurrency."""


INSTANCES = Scalable("sagemaker:variant:DesiredInstanceCount", "endpoint/{endpoint}/variant/{variant}", "instance")
COPIES = Scalable("sagemaker:inference-component:DesiredCopyCount", "inference-component/{component}", "copy")
CONCURRENCY = Scalable(
    "sagemaker:variant:DesiredProvisionedConcurrency",
    "endpoint/{endpoint}/variant/{variant}",
    "provisioned concurrency",
)

SCALABLES = {
    EndpointKind.REALTIME: INSTANCES,
    EndpointKind.COMPONENTS: COPIES,
    EndpointKind.MULTI_MODEL: INSTANCES,
    EndpointKind.ASYNC: INSTANCES,
    EndpointKind.SERVERLESS: CONCURRENCY,
}
"""What scales, by kind."""


def scalable(kind: EndpointKind) -> Scalable:
    """Return what scales on an endpoint of *kind*."""
    return SCALABLES[kind]
