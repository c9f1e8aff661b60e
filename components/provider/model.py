"""A SageMaker model: a container image and what it loads. Immutable; replaced ones are kept for rollback."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.provider.version import Version


class Model(Version):
    """A model of one endpoint; its name is chosen by the provider."""

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
        own = {
            "executionRoleArn": execution_role_arn,
            "primaryContainer": primary_container,
            "vpcConfig": vpc_config,
            "enableNetworkIsolation": enable_network_isolation,
        }
        super().__init__(
            "Model",
            resource_name,
            own,
            name_prefix=name_prefix,
            endpoint_name=endpoint_name,
            keep=keep,
            tags=tags,
            opts=opts,
        )
