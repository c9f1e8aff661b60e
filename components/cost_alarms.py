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
    f"Budget and anomaly monitor count 0 until the tag `{TAG}` is active for cost allocation: activate it once in the "
    "management account (Billing, Cost allocation tags), or set budget.activate_tag where this account may"
)
ACTIVE_NOTE = f"The tag `{TAG}` is active for cost allocation; costs count from the day after its activation"


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
        # An account takes one monitor of all services; any number may watch a tag.
        monitor = aws.costexplorer.AnomalyMonitor(
            f"{name}-monitor",
            monitor_type="CUSTOM",
            monitor_specification=monitor_specification(environment),
            opts=child,
        )
        self._subscribe(f"{name}-now", "IMMEDIATE", [("SNS", args["topic_arn"])], monitor, spec)
        if spec.notify:
            self._subscribe(
                f"{name}-daily", "DAILY", [("EMAIL", each) for each in addresses(spec.notify)], monitor, spec
            )
        if spec.activate_tag:
            aws.costexplorer.CostAllocationTag(f"{name}-tag", tag_key=TAG, status="Active", opts=child)

        self.budget_name = budget.name
        self.cost_tag_note = pulumi.Output.from_input(ACTIVE_NOTE if spec.activate_tag else INACTIVE_NOTE)
        self.register_outputs({"budget_name": self.budget_name, "cost_tag_note": self.cost_tag_note})

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
