"""Say when an environment costs more than planned, or unusually much."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.budget_plan import (
    TAG,
    addresses,
    anomaly_threshold,
    cost_filter,
    monitor_specification,
    notifications,
)
from modelhost.spec.budget import BudgetSpec

INACTIVE_NOTE = (
    f"Whatever counts the tag `{TAG}` counts 0 until it is active for cost allocation: activate it once in the "
    "management account (Billing, Cost allocation tags), or set budget.activate_tag where this account may"
)
ACTIVE_NOTE = f"The tag `{TAG}` is active for cost allocation; costs count from the day after its activation"
WATCH_NOTE = "Budget and anomaly monitor count it"
NO_WATCH_NOTE = (
    "The budget counts it; unusual cost is watched by nothing here (budget.anomalies is false): "
    "a monitor on a tag can be made in the management account only"
)


class CostAlarmsArgs(TypedDict):
    """What the cost alarms need."""

    spec: BudgetSpec
    """Budget, thresholds and addresses."""
    environment: str
    """Environment whose tagged resources are counted."""
    topic_arn: pulumi.Input[str]
    """Topic to notify."""


class CostAlarms(pulumi.ComponentResource):
    """A monthly budget and an anomaly monitor on the environment's tag, with their subscribers."""

    budget_name: pulumi.Output[str]
    """Name of the budget."""
    cost_tag_note: pulumi.Output[str]
    """Whether costs are counted yet, and what is left to do."""

    def __init__(self, name: str, args: CostAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = BudgetSpec.model_validate(args["spec"])
        environment = args["environment"]
        super().__init__("modelhost:index:CostAlarms", name, {"spec": spec.plain(), "environment": environment}, opts)
        child = pulumi.ResourceOptions(parent=self)

        budget = aws.budgets.Budget(
            name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{spec.monthly_usd:.2f}",
            limit_unit="USD",
            cost_filters=[{"name": "TagKeyValue", "values": [cost_filter(environment)]}],
            notifications=notifications(spec, args["topic_arn"]),
            opts=child,
        )
        if spec.anomalies:
            self._watch(name, args, spec)
        if spec.activate_tag:
            aws.costexplorer.CostAllocationTag(f"{name}-tag", tag_key=TAG, status="Active", opts=child)

        self.budget_name = budget.name
        self.cost_tag_note = pulumi.Output.from_input(cost_tag_note(spec))
        self.register_outputs({"budget_name": self.budget_name, "cost_tag_note": self.cost_tag_note})

    def _watch(self, name: str, args: CostAlarmsArgs, spec: BudgetSpec) -> None:
        """Watch the tag for unusual cost; an account takes one monitor of all services, but any number on a tag."""
        monitor = aws.costexplorer.AnomalyMonitor(
            f"{name}-monitor",
            monitor_type="CUSTOM",
            monitor_specification=monitor_specification(args["environment"]),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self._subscribe(f"{name}-now", "IMMEDIATE", [("SNS", args["topic_arn"])], monitor, spec)
        if spec.notify:
            emails: list[tuple[str, pulumi.Input[str]]] = [("EMAIL", each) for each in addresses(spec.notify)]
            self._subscribe(f"{name}-daily", "DAILY", emails, monitor, spec)

    def _subscribe(
        self,
        name: str,
        frequency: str,
        subscribers: list[tuple[str, pulumi.Input[str]]],
        monitor: "aws.costexplorer.AnomalyMonitor",
        spec: BudgetSpec,
    ) -> None:
        """Subscribe to anomalies: a topic hears of them at once, addresses once a day, as AWS has it."""
        aws.costexplorer.AnomalySubscription(
            name,
            frequency=frequency,
            monitor_arn_lists=[monitor.arn],
            subscribers=[
                aws.costexplorer.AnomalySubscriptionSubscriberArgs(type=kind, address=address)
                for kind, address in subscribers
            ],
            threshold_expression=anomaly_threshold(spec),
            opts=pulumi.ResourceOptions(parent=self),
        )


def cost_tag_note(spec: BudgetSpec) -> str:
    """Say whether the tag counts costs yet, what counts it, and what is left to do."""
    tag, watch = (
        (ACTIVE_NOTE if spec.activate_tag else INACTIVE_NOTE),
        (WATCH_NOTE if spec.anomalies else NO_WATCH_NOTE),
    )
    return f"{tag}. {watch}"
