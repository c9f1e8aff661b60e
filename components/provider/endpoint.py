"""A SageMaker endpoint whose updates keep capacity and scaling, and never report a rollback as success."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi


class Endpoint(pulumi.CustomResource):
    """An endpoint with a name of our own choice."""

    name: pulumi.Output[str]
    """Name in the cloud."""
    arn: pulumi.Output[str]
    """ARN of the endpoint."""
    live_config_name: pulumi.Output[str]
    """Configuration that serves; another than asked for after a rollback."""
    invocation_url: pulumi.Output[str]
    """URL that answers signed requests."""
    instance_count: pulumi.Output[int]
    """Instances that serve."""
    live_size: pulumi.Output[str]
    """Machine type that serves."""

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str],
        endpoint_config_name: pulumi.Input[str],
        variant_name: pulumi.Input[str],
        kind: pulumi.Input[str] | None = None,
        desired_instance_count: pulumi.Input[int] | None = None,
        variant_weights: pulumi.Input[Mapping[str, pulumi.Input[float]]] | None = None,
        variant_counts: pulumi.Input[Mapping[str, pulumi.Input[int]]] | None = None,
        config_names_by_size: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        deployment_config: pulumi.Input[Mapping[str, Any]] | None = None,
        sleeps: pulumi.Input[bool] | None = None,
        scaling_fingerprint: pulumi.Input[str] | None = None,
        alarm_names: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "name": name,
            "endpointConfigName": endpoint_config_name,
            "variantName": variant_name,
            "kind": kind,
            "desiredInstanceCount": desired_instance_count,
            "variantWeights": variant_weights,
            "variantCounts": variant_counts,
            "configNamesBySize": config_names_by_size,
            "deploymentConfig": deployment_config,
            "sleeps": sleeps,
            "scalingFingerprint": scaling_fingerprint,
            "alarmNames": alarm_names,
            "tags": tags,
            "arn": None,
            "liveConfigName": None,
            "invocationUrl": None,
            "instanceCount": None,
            "liveSize": None,
        }
        super().__init__("modelhost:index:Endpoint", resource_name, props, opts)
        self.live_config_name = pulumi.get(self, "liveConfigName")
        self.invocation_url = pulumi.get(self, "invocationUrl")
        self.instance_count = pulumi.get(self, "instanceCount")
        self.live_size = pulumi.get(self, "liveSize")
