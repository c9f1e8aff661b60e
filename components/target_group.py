"""Spread requests over pods with an Application Load Balancer.

Slow start helps a pod that joins others, not the first of an empty group. Round robin and random drawing are what the
planner simulates while no target is weighed down; each node of a load balancer takes turns for itself.
"""

from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

from components.checked import checked
from modelhost.spec.name import cloud_name
from modelhost.spec.target_group import Algorithm, TargetGroupSpec

LONGEST_NAME = 24
"""Of 32 that AWS takes, Pulumi adds a hyphen and seven characters, so that a new group may stand beside the old."""


class TargetGroupArgs(TypedDict):
    """What a target group needs."""

    vpc_id: pulumi.Input[str]
    """VPC of the pods."""
    spec: TargetGroupSpec
    """Algorithm, port and health check."""


class TargetGroup(pulumi.ComponentResource):
    """A target group of addresses, for a listener to send to and for the pods of a service to be registered with."""

    target_group_arn: pulumi.Output[str]
    """ARN of the target group."""
    target_group_name: pulumi.Output[str]
    """Name of the target group."""

    def __init__(self, name: str, args: TargetGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = checked(TargetGroupSpec, args["spec"], f"TargetGroup {name!r}")
        super().__init__("modelhost:index:TargetGroup", name, {"spec": spec.plain()}, opts)

        group = aws.lb.TargetGroup(
            cloud_name(name, limit=LONGEST_NAME),
            vpc_id=args["vpc_id"],
            target_type="ip",  # a pod has an address in the VPC, and no instance of its own
            port=spec.port,
            protocol=spec.protocol.value,
            deregistration_delay=spec.deregistration_delay_seconds,
            health_check=health_check(spec),
            tags={"Name": name},
            **balancing(spec),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.target_group_arn, self.target_group_name = group.arn, group.name
        self.register_outputs({"target_group_arn": self.target_group_arn, "target_group_name": self.target_group_name})


def balancing(spec: TargetGroupSpec) -> dict[str, Any]:
    """Return which target gets the next request; what an algorithm does not know is left out, as AWS wants it."""
    chosen: dict[str, Any] = {"load_balancing_algorithm_type": spec.algorithm.value}
    if spec.algorithm is Algorithm.WEIGHTED_RANDOM:
        chosen["load_balancing_anomaly_mitigation"] = "on" if spec.anomaly_mitigation else "off"
    if spec.algorithm is Algorithm.ROUND_ROBIN:
        chosen["slow_start"] = spec.slow_start_seconds
    return chosen


def health_check(spec: TargetGroupSpec) -> Any:
    """Return when a target counts as healthy."""
    check = spec.health_check
    return {
        "path": check.path,
        "protocol": spec.protocol.value,
        "matcher": "200",
        "interval": check.interval_seconds,
        "timeout": check.timeout_seconds,
        "healthy_threshold": check.healthy,
        "unhealthy_threshold": check.unhealthy,
    }
