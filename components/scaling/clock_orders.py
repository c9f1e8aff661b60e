"""Give a machine its orders by the clock, with EventBridge Scheduler.

A dead-letter queue would have nobody who reads it: Scheduler tries to start the execution for an hour, the machine is
idempotent, what is dropped after all is counted by the alarm on the machine, and the next firing brings the endpoint
to where the clock wants it.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypedDict

import pulumi
import pulumi_aws as aws

from modelhost.spec.name import cloud_name

LONGEST_NAME = 64
RETRY: Any = {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 60}


class ClockOrder(NamedTuple):
    """One order of the clock."""

    expression: str
    """When, as EventBridge Scheduler reads it."""
    timezone: str
    """IANA time zone; daylight saving time is followed."""
    order: Mapping[str, Any]
    """What the machine is told."""


class ClockOrdersArgs(TypedDict):
    """What the orders need."""

    group_name: pulumi.Input[str]
    """Group of the schedules."""
    machine_arn: pulumi.Input[str]
    """The machine."""
    role_arn: pulumi.Input[str]
    """Role that may start it."""
    orders: Mapping[str, ClockOrder]
    """The orders by a natural key."""


class ClockOrders(pulumi.ComponentResource):
    """Schedules that start a machine."""

    def __init__(self, name: str, args: ClockOrdersArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        intent = {key: {"at": each.expression, **each.order} for key, each in args["orders"].items()}
        super().__init__("modelhost:index:ClockOrders", name, {"orders": intent}, opts)

        for key, each in args["orders"].items():
            target: Any = {
                "arn": args["machine_arn"],
                "role_arn": args["role_arn"],
                "input": json.dumps(each.order),
                "retry_policy": RETRY,
            }
            aws.scheduler.Schedule(
                f"{name}-{key}",
                name=cloud_name(key, limit=LONGEST_NAME),
                group_name=args["group_name"],
                schedule_expression=each.expression,
                schedule_expression_timezone=each.timezone,
                flexible_time_window={"mode": "OFF"},
                target=target,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
