"""SageMaker endpoints for Pulumi: what pulumi-aws lacks, above all the guarded update of a live endpoint."""

from modelhost.provider.resource import Resource
from modelhost.provider.sagemaker.component import InferenceComponent
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.model import Model
from modelhost.provider.sagemaker.named import Named


def resources() -> tuple[Resource, ...]:
    """One of each resource type, for one provider process."""
    named = Named()
    return (Model(), EndpointConfiguration(named), Endpoint(named), InferenceComponent())
