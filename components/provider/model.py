"""A SageMaker model: a container image and what it loads. Immutable; replaced ones are kept for rollback."""

from collections.abc import Mapping
from typing import Any

import pulumi


class Model(pulumi.CustomResource):
    """A model of one endpoint; its name is chosen by the provider."""

    name: pulumi.Output[str]
    """Name in the cloud."""
    arn: pulumi.Output[str]
    """ARN of the model."""

    def __init__(
        self,
        resource_name: str,
        *,
        name_prefix: pulumi.Input[str],
        endpoint_name: pulumi.Input[str],
        keep: pulumi.Input[int],
        execution_role_arn: pulumi.Input[str],
        primary_container: pulumi.Input[Mapping[str, Any]],
        vpc_config: pulumi.Input[Mapping[str, Any]] | None = None,
        enable_network_isolation: pulumi.Input[bool] = True,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "namePrefix": name_prefix,
            "endpointName": endpoint_name,
            "keep": keep,
            "executionRoleArn": execution_role_arn,
            "primaryContainer": primary_container,
            "vpcConfig": vpc_config,
            "enableNetworkIsolation": enable_network_isolation,
            "tags": tags,
            "name": None,
            "arn": None,
        }
        super().__init__("modelhost:index:Model", resource_name, props, opts)
