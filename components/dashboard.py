"""One CloudWatch dashboard for an environment."""

import json
from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.dashboard_chart import EndpointView
from components.dashboard_plan import plan_dashboard

BUDGETS_URL = "https://console.aws.amazon.com/billing/home#/budgets"


class DashboardArgs(TypedDict):
    """What a dashboard needs."""

    title: str
    """Name of the environment."""
    region: str
    """Region of its endpoints."""
    endpoints: Sequence[EndpointView]
    """The endpoints, in the order of the page."""
    monthly_usd: float | None
    """Budget of a month."""


class Dashboard(pulumi.ComponentResource):
    """Alarms, traffic, latency, errors, instances and utilisation of every endpoint on one page."""

    dashboard_name: pulumi.Output[str]
    """Name of the dashboard."""

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:Dashboard", name, {"title": args["title"]}, opts)

        body = plan_dashboard(args["title"], args["region"], args["endpoints"], budget_text(args["monthly_usd"]))
        dashboard = aws.cloudwatch.Dashboard(
            name,
            dashboard_name=name,
            dashboard_body=json.dumps(body),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.dashboard_name = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name})


def budget_text(monthly_usd: float | None) -> str:
    """Return what the page says of money."""
    if monthly_usd is None:
        return "No budget is set."
    return f"Budget: {monthly_usd:,.0f} USD a month - [spent so far]({BUDGETS_URL})"
