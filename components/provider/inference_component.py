"""A SageMaker inference component: one model on a share of an endpoint's machines, updated in place and guarded."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi


class InferenceComponent(pulumi.CustomResource):
    """An inference component with a name of our own choice."""

    name: pulumi.Output[str]
    """Name in the cloud, which an invocation names."""
    arn: pulumi.Output[str]
    """ARN of the component."""
    status: pulumi.Output[str]
    """State that SageMaker reports, for example InService."""
    copy_count: pulumi.Output[int]
    """Copies that are wanted of it now; zero while it sleeps."""
    live_model_name: pulumi.Output[str]
    """Model that serves; another than asked for after a rollback, empty for an adapter."""

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str],
        endpoint_name: pulumi.Input[str],
        variant_name: pulumi.Input[str] | None = None,
        specification: pulumi.Input[Mapping[str, Any]] | None = None,
        specifications: pulumi.Input[Sequence[Mapping[str, Any]]] | None = None,
        copy_count: pulumi.Input[int] | None = None,
        desired_copy_count: pulumi.Input[int] | None = None,
        deployment_config: pulumi.Input[Mapping[str, Any]] | None = None,
        alarm_names: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Copy count is the number at creation; desired copy count is given only where Pulumi owns the number."""
        props = {
            "name": name,
            "endpointName": endpoint_name,
            "variantName": variant_name,
            "specification": specification,
            "specifications": specifications,
            "copyCount": copy_count,
            "desiredCopyCount": desired_copy_count,
            "deploymentConfig": deployment_config,
            "alarmNames": alarm_names,
            "tags": tags,
            "arn": None,
            "status": None,
            "liveModelName": None,
        }
        super().__init__("modelhost:index:InferenceComponent", resource_name, props, opts)
        self.copy_count = pulumi.get(self, "copyCount")
        self.live_model_name = pulumi.get(self, "liveModelName")
