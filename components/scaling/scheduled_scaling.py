"""Move the bounds of the replicas by the clock."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from modelhost.spec.name import slug as hyphened
from modelhost.spec.scalable import NAMESPACE
from modelhost.spec.schedule import ScheduleSpec


class ScheduledScalingArgs(TypedDict):
    """What a schedule needs."""

    resource_id: pulumi.Input[str]
    """What is registered, by Application Auto Scaling's id."""
    dimension: str
    """What is counted: instances, copies or provisioned concurrency."""
    schedule: Sequence[ScheduleSpec]
    """Times of the week and the bounds from then on; what sets a machine type alone is left out."""


class ScheduledScaling(pulumi.ComponentResource):
    """Scheduled actions that raise and lower the bounds; AWS never lowers them by itself."""

    action_arns: pulumi.Output[Sequence[str]]
    """ARNs of the actions, in the order of the schedule."""

    def __init__(self, name: str, args: ScheduledScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        schedule = [ScheduleSpec.model_validate(each) for each in args["schedule"]]
        plain = [each.plain() for each in schedule]
        super().__init__("modelhost:index:ScheduledScaling", name, {"schedule": plain}, opts)

        actions = [
            aws.appautoscaling.ScheduledAction(
                f"{name}-{slug(each)}",
                name=slug(each),
                service_namespace=NAMESPACE,
                scalable_dimension=args["dimension"],
                resource_id=args["resource_id"],
                schedule=each.aws_cron(),
                timezone=each.timezone,
                scalable_target_action=_bounds(each),
                opts=pulumi.ResourceOptions(parent=self),
            )
            for each in schedule
            if each.numbers()
        ]

        self.action_arns = pulumi.Output.all(*(action.arn for action in actions))
        self.register_outputs({"action_arns": self.action_arns})


def slug(spec: ScheduleSpec) -> str:
    """Return a short name of a firing, the same wherever it stands in the schedule."""
    zone = "" if spec.timezone == "UTC" else f" {spec.timezone}"
    return hyphened(f"{spec.at}{zone}")


def clock_owned(schedule: Sequence[ScheduleSpec]) -> list[str]:
    """Return the bounds that *schedule* moves, by their names on a scalable target."""
    bounds = [each.bounds() for each in schedule]
    owned = {"minCapacity": any(each.min is not None for each in bounds)}
    owned["maxCapacity"] = any(each.max is not None for each in bounds)
    return [name for name, moved in owned.items() if moved]


def _bounds(spec: ScheduleSpec) -> "aws.appautoscaling.ScheduledActionScalableTargetActionArgs":
    """Return what a firing sets; a bound that is not given stays as it is."""
    bounds = spec.bounds()
    return aws.appautoscaling.ScheduledActionScalableTargetActionArgs(min_capacity=bounds.min, max_capacity=bounds.max)
