"""What models and endpoint configurations share: immutable versions of one endpoint, the newest of them kept."""

from collections.abc import Mapping
from typing import Any

import pulumi


class Version(pulumi.CustomResource):
    """One version of something that an endpoint uses; its name is chosen by the provider."""

    def __init__(
        self,
        kind: str,
        resource_name: str,
        own: Mapping[str, Any],
        *,
        name_prefix: pulumi.Input[str],
        endpoint_name: pulumi.Input[str],
        keep: pulumi.Input[int],
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None,
        opts: pulumi.ResourceOptions | None,
    ) -> None:
        shared = {"namePrefix": name_prefix, "endpointName": endpoint_name, "keep": keep, "tags": tags}
        outputs = {"name": None, "arn": None}
        super().__init__(f"modelhost:index:{kind}", resource_name, {**shared, **own, **outputs}, opts)

    @property
    @pulumi.getter
    def name(self) -> pulumi.Output[str]:
        """Name in the cloud."""
        return pulumi.get(self, "name")  # type: ignore[no-any-return]

    @property
    @pulumi.getter
    def arn(self) -> pulumi.Output[str]:
        """ARN in the cloud."""
        return pulumi.get(self, "arn")  # type: ignore[no-any-return]
