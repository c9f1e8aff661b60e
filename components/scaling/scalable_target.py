"""Register an endpoint's variant with Application Auto Scaling."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

NAMESPACE = "sagemaker"
DIMENSION = "sagemaker:variant:DesiredInstanceCount"


class ScalableTargetArgs(TypedDict):
    """What a scalable target needs."""

    endpoint_name: pulumi.Input[str]
    """Endpoint that is in service."""
    variant_name: str
    """Its variant."""
    min_count: int
    """Fewest instances."""
    max_count: int
    """Most instances."""
    clock_owned: Sequence[str]
    """Bounds (`minCapacity`, `maxCapacity`) that scheduled actions move; empty when nothing else moves them."""


class ScalableTarget(pulumi.ComponentResource):
    """The bounds between which an endpoint's instances may be scaled."""

    resource_id: pulumi.Output[str]
    """Application Auto Scaling's id of the variant; known when it is registered."""

    def __init__(self, name: str, args: ScalableTargetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        bounds = {"min_count": args["min_count"], "max_count": args["max_count"]}
        super().__init__("modelhost:index:ScalableTarget", name, bounds, opts)

        target = aws.appautoscaling.Target(
            name,
            service_namespace=NAMESPACE,
            scalable_dimension=DIMENSION,
            resource_id=pulumi.Output.concat("endpoint/", args["endpoint_name"], "/variant/", args["variant_name"]),
            min_capacity=args["min_count"],
            max_capacity=args["max_count"],
            # Scheduled actions own these bounds from their first firing; setting them back would undo the clock.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=list(args["clock_owned"])),
        )

        self.resource_id = target.resource_id
        self.register_outputs({"resource_id": self.resource_id})
