"""The machine of an endpoint whose size, or whose existence, a clock or an alarm decides."""

import pulumi
import pulumi_aws as aws

from components.scaling.clock_orders import ClockOrder, ClockOrders
from components.scaling.machine_alarm import MachineAlarm
from components.scaling.opening_hours import opening_hours
from components.scaling.resize.plan import COOLDOWN_SECONDS
from components.scaling.resize_machine import ResizeMachine
from components.scaling.size_ladder import SizeLadder, step_alarms
from components.scaling.size_schedule import size_schedule
from components.scaling.starter_role import EVENTS, SCHEDULER, StarterRole, StarterRoleArgs
from infra.scaling_subject import Subject
from modelhost.spec.ladder import Ladder
from modelhost.spec.name import cloud_name
from modelhost.spec.strategy import Strategy

LONGEST_GROUP_NAME = 64


def add_machine(subject: Subject, strategy: Strategy) -> None:
    """Add a machine where something gives it orders, with those who give them."""
    if not strategy.ordered:
        return
    sizes = size_schedule(strategy.schedule) if strategy.clock_owned_size else {}
    orders, ladder = {**sizes, **opening_hours(strategy.hours)}, strategy.demand_ladder
    machine = _machine(subject, strategy, ladder)
    group = _clock(subject, machine, orders) if orders else None
    if ladder is not None:
        _ladder(subject, machine, ladder)
    MachineAlarm(
        f"{subject.name}-resize-alarm",
        {
            "machine_arn": machine.machine_arn,
            "group_name": group,
            "endpoint_name": subject.endpoint_name,
            "topic_arn": subject.stage.platform.alarm_topic_arn,
            "runbook": subject.stage.environment.endpoint_alarms(subject.key).runbook,
        },
        subject.options,
    )


def ladder_of(subject: Subject, strategy: Strategy) -> list[str]:
    """Return the sizes that there are configurations of, smallest first."""
    ladder, there = strategy.ladder_sizes, list(subject.hosted.configuration_names)
    return [*(size for size in there if size not in ladder), *(size for size in ladder if size in there)]


def _machine(subject: Subject, strategy: Strategy, ladder: Ladder | None) -> ResizeMachine:
    """Make the machine itself."""
    environment, sizes = subject.stage.environment, ladder_of(subject, strategy)
    name, hosted = subject.endpoint_name, subject.hosted
    return ResizeMachine(
        f"{subject.name}-resize",
        {
            "account": subject.stage.account,
            "iam": environment.iam,
            "endpoint_name": hosted.endpoint_name,
            "name": name,
            "variant_name": hosted.variant_name,
            "kind": subject.spec.kind.value,
            "configuration_names": pulumi.Output.all(**hosted.configuration_names),
            "sizes": sizes,
            "alarm_names": hosted.alarm_names,
            "step_alarms": step_alarms(ladder, sizes, name, subject.named(ladder.metric)) if ladder else [],
            "cooldown_seconds": ladder.cooldown_seconds if ladder else COOLDOWN_SECONDS,
            "limit_seconds": subject.spec.rollout.limit_seconds,
            "sleeps": strategy.hours is not None,
            "key_arn": subject.stage.platform.key_arn,
            "log_retention_days": environment.log_retention_days,
        },
        subject.options,
    )


def _clock(subject: Subject, machine: ResizeMachine, orders: dict[str, ClockOrder]) -> pulumi.Output[str]:
    """Add the orders of the clock, and return the name of their group."""
    group = aws.scheduler.ScheduleGroup(
        f"{subject.name}-resize-group",
        name=cloud_name(subject.endpoint_name, "resize", limit=LONGEST_GROUP_NAME),
        opts=subject.options,
    )
    ClockOrders(
        f"{subject.name}-resize-clock",
        {
            "group_name": group.name,
            "machine_arn": machine.machine_arn,
            "role_arn": _starter(subject, machine, "clock", SCHEDULER),
            "orders": orders,
        },
        subject.options,
    )
    return group.name


def _ladder(subject: Subject, machine: ResizeMachine, ladder: Ladder) -> None:
    """Add the alarms of the ladder."""
    SizeLadder(
        f"{subject.name}-resize-ladder",
        {
            "spec": ladder,
            "size": subject.spec.machine_type,
            "endpoint_name": subject.endpoint_name,
            "dimensions": subject.named(ladder.metric),
            "machine_arn": machine.machine_arn,
            "role_arn": _starter(subject, machine, "ladder", EVENTS),
        },
        subject.options,
    )


def _starter(subject: Subject, machine: ResizeMachine, word: str, service: str) -> pulumi.Output[str]:
    """Return the ARN of a role with which *service* starts the machine."""
    args: StarterRoleArgs = {
        "account": subject.stage.account,
        "iam": subject.stage.environment.iam,
        "service": service,
        "machine_arn": machine.machine_arn,
    }
    return StarterRole(f"{subject.name}-resize-{word}-role", args, subject.options).role_arn
