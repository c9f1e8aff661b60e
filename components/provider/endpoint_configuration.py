"""A SageMaker endpoint configuration: machines and encryption. Immutable; replaced ones are kept for rollback."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi


class EndpointConfiguration(pulumi.CustomResource):
    """A configuration of one endpoint; its name is chosen by the provider."""

    name: pulumi.Output[str]
    """Name in the cloud."""
    arn: pulumi.Output[str]
    """ARN of the configuration."""

    def __init__(
        self,
        resource_name: str,
        *,
        name_prefix: pulumi.Input[str],
        endpoint_name: pulumi.Input[str],
        keep: pulumi.Input[int],
        production_variants: pulumi.Input[Sequence[Mapping[str, Any]]],
        kms_key_arn: pulumi.Input[str] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "namePrefix": name_prefix,
            "endpointName": endpoint_name,
            "keep": keep,
            "productionVariants": production_variants,
            "kmsKeyArn": kms_key_arn,
            "tags": tags,
            "name": None,
            "arn": None,
        }
        super().__init__("modelhost:index:EndpointConfiguration", resource_name, props, opts)
