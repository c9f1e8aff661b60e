"""A SageMaker endpoint configuration: machines and encryption. Immutable; replaced ones are kept for rollback."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.provider.version import Version


class EndpointConfiguration(Version):
    """A configuration of one endpoint; its name is chosen by the provider."""

    def __init__(
        self,
        resource_name: str,
        *,
        name_prefix: pulumi.Input[str],
        endpoint_name: pulumi.Input[str],
        keep: pulumi.Input[int],
        production_variants: pulumi.Input[Sequence[Mapping[str, Any]]],
        shadow_production_variants: pulumi.Input[Sequence[Mapping[str, Any]]] | None = None,
        async_inference_config: pulumi.Input[Mapping[str, Any]] | None = None,
        data_capture_config: pulumi.Input[Mapping[str, Any]] | None = None,
        execution_role_arn: pulumi.Input[str] | None = None,
        vpc_config: pulumi.Input[Mapping[str, Any]] | None = None,
        enable_network_isolation: pulumi.Input[bool] | None = None,
        kms_key_arn: pulumi.Input[str] | None = None,
        size: pulumi.Input[str] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        own = {
            "productionVariants": production_variants,
            "shadowProductionVariants": shadow_production_variants,
            "asyncInferenceConfig": async_inference_config,
            "dataCaptureConfig": data_capture_config,
            "executionRoleArn": execution_role_arn,
            "vpcConfig": vpc_config,
            "enableNetworkIsolation": enable_network_isolation,
            "kmsKeyArn": kms_key_arn,
            "size": size,
        }
        super().__init__(
            "EndpointConfiguration",
            resource_name,
            own,
            name_prefix=name_prefix,
            endpoint_name=endpoint_name,
            keep=keep,
            tags=tags,
            opts=opts,
        )
