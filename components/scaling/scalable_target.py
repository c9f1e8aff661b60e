"""Register what scales of an endpoint with Application Auto Scaling."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from modelhost.spec.scalable import NAMESPACE

__all__ = ["NAMESPACE", "ScalableTarget", "ScalableTargetArgs"]


class ScalableTargetArgs(TypedDict):
    """What a scalable target needs."""

    resource_id: pulumi.Input[str]
    """Application Auto Scaling's id of a variant or a component that is in service."""
    dimension: str
    """What is counted: instances, copies or provisioned concurrency."""
    min_count: int
    """Fewest of them."""
    max_count: int
    """Most of them."""
    clock_owned: Sequence[str]
    """Bounds (`minCapacity`, `maxCapacity`) that scheduled actions move; empty when nothing else moves them."""


class ScalableTarget(pulumi.ComponentResource):
    """The bounds between which instances, copies or provisioned concurrency may be scaled."""

    resource_id: pulumi.Output[str]
    """Application Auto Scaling's id; known when it is registered."""

    def __init__(self, name: str, args: ScalableTargetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        bounds = {"dimension": args["dimension"], "min_count": args["min_count"], "max_count": args["max_count"]}
        super().__init__("modelhost:index:ScalableTarget", name, bounds, opts)

        target = aws.appautoscaling.Target(
            name,
            service_namespace=NAMESPACE,
            scalable_dimension=args["dimension"],
            resource_id=args["resource_id"],
            min_capacity=args["min_count"],
            max_capacity=args["max_count"],
            # Scheduled actions own these bounds from their first firing; setting them back would undo the clock.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=list(args["clock_owned"])),
        )

        self.resource_id = target.resource_id
        self.register_outputs({"resource_id": self.resource_id})
