"""Changing the one word of a live endpoint: it stays in service and never loses an instance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox


def variant(bench: Workbench) -> dict[str, Any]:
    """The live variant, of an endpoint that must be in service."""
    live = bench.aws("sagemaker").describe_endpoint(EndpointName=bench.cloud_name())
    assert live["EndpointStatus"] == "InService"
    [only] = live["ProductionVariants"]
    return dict(only)


def scaling(bench: Workbench) -> dict[str, list[str]]:
    """What Application Auto Scaling holds for the endpoint."""
    client = bench.aws("application-autoscaling")
    variant = f"endpoint/{bench.cloud_name()}/variant/primary"
    one = {"ServiceNamespace": "sagemaker", "ResourceId": variant}
    targets = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[variant])["ScalableTargets"]
    return {
        "targets": [target["ResourceId"] for target in targets],
        "policies": [p["PolicyType"] for p in client.describe_scaling_policies(**one)["ScalingPolicies"]],
        "actions": sorted(a["Schedule"] for a in client.describe_scheduled_actions(**one)["ScheduledActions"]),
    }


def test_a_count_that_the_file_lowers_is_lowered(team):
    """The kept count is not a trap: a smaller `count` written by the user is applied exactly."""
    bench = team()
    scheduled = bench.environment["endpoints"]["digits"]["scaling"]
    scheduled.pop("schedule")
    bench.edit(lambda e: scheduled.update(strategy="horizontal", replicas={"count": 4, "min": 1, "max": 6}))
    bench.up().ok()
    assert variant(bench)["DesiredInstanceCount"] == 4

    bench.edit(lambda e: scheduled["replicas"].update(count=2))
    bench.up().ok()

    assert variant(bench)["DesiredInstanceCount"] == 2


def test_a_new_size_is_a_guarded_update(team):
    """A machine change of an autoscaled, scaled-out endpoint keeps count, policy and schedule."""
    bench = team()
    bench.up().ok()
    before = scaling(bench)
    bench.control("scale", {"endpoint": bench.cloud_name(), "variant": "primary", "count": 5})
    bench.control("calls", method="DELETE")

    bench.edit(lambda e: e["endpoints"]["digits"].update(machine="ml.m7i.2xlarge"))
    bench.up().ok()

    [update] = bench.control("calls?service=sagemaker&operation=UpdateEndpoint")
    assert update["params"]["RetainAllVariantProperties"] is True
    assert bench.control("calls?service=sagemaker&operation=CreateEndpoint") == []
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert scaling(bench) == before
    assert bench.changes() == {}


def test_a_schedule_change_reaches_only_the_scheduled_action(team):
    """Another hour in the file makes the new action before the old goes, in the AWS six-field dialect."""
    bench = team()
    bench.up().ok()

    bench.edit(lambda e: e["endpoints"]["digits"]["scaling"]["schedule"][0].update(at="weekdays 07:30"))
    action = "aws:appautoscaling/scheduledAction:ScheduledAction"
    assert bench.planned() == {("create", action), ("delete", action)}
    bench.up().ok()

    assert scaling(bench)["actions"] == ["cron(0 20 ? * MON-FRI *)", "cron(30 7 ? * MON-FRI *)"]


def test_a_budget_change_reaches_only_the_budget(team):
    """A larger budget is one update in place."""
    bench = team(endpoints={}, budget={"monthly_usd": 1000, "notify": ["ml-oncall@example.com"]})
    bench.up().ok()

    bench.edit(lambda e: e["budget"].update(monthly_usd=2000))
    assert "replace" not in bench.changes()
    bench.up().ok()

    budgets = bench.aws("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
    [budget] = [each for each in budgets if each["BudgetName"].startswith(bench.stack)]
    assert float(budget["BudgetLimit"]["Amount"]) == 2000
