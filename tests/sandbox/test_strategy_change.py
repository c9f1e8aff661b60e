"""Changing the one word of a live endpoint: it stays in service and never loses an instance."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.sandbox.workbench import REPOSITORY, Workbench

pytestmark = pytest.mark.sandbox

NAME = "small-digits"


def variant(bench: Workbench) -> dict[str, Any]:
    """The live variant, of an endpoint that must be in service."""
    live = bench.aws("sagemaker").describe_endpoint(EndpointName=NAME)
    assert live["EndpointStatus"] == "InService"
    [only] = live["ProductionVariants"]
    return dict(only)


def scaling(bench: Workbench) -> dict[str, list[str]]:
    """What Application Auto Scaling holds for the endpoint."""
    client = bench.aws("application-autoscaling")
    space = {"ServiceNamespace": "sagemaker"}
    return {
        "targets": [t["ResourceId"] for t in client.describe_scalable_targets(**space)["ScalableTargets"]],
        "policies": [p["PolicyType"] for p in client.describe_scaling_policies(**space)["ScalingPolicies"]],
        "actions": sorted(a["Schedule"] for a in client.describe_scheduled_actions(**space)["ScheduledActions"]),
    }


def choose(bench: Workbench, strategy: str) -> int:
    """Edit the one word, run up, and return the lowest count that the endpoint had meanwhile."""
    bench.edit(lambda e: e["endpoints"]["digits"]["scaling"].update(strategy=strategy))
    cloud, name = bench.aws("sagemaker"), f"{bench.environment['name']}-digits"
    engine, counts = bench.start("up", "--yes", "--skip-preview"), []
    while engine.poll() is None:
        live = cloud.describe_endpoint(EndpointName=name)
        assert live["EndpointStatus"] in {"InService", "Updating"}
        counts.append(live["ProductionVariants"][0]["DesiredInstanceCount"])
    assert engine.returncode == 0
    return min(counts)


def test_each_strategy_follows_each_other_without_losing_an_instance(workbench):
    """auto -> horizontal -> vertical -> auto on the scaled-out dev stack keeps it in service at its count."""
    bench = workbench(yaml.safe_load((REPOSITORY / "Pulumi.dev.yaml").read_text()))
    target = "endpoint/dev-digits/variant/primary"
    bench.up().ok()
    before = scaling(bench)
    assert (before["targets"], before["policies"]) == ([target], ["TargetTrackingScaling"])
    bench.control("scale", {"endpoint": "dev-digits", "variant": "primary", "count": 5})

    assert choose(bench, "horizontal") == 5
    assert scaling(bench)["policies"] == []

    assert choose(bench, "vertical") == 5

    assert choose(bench, "auto") == 5
    assert scaling(bench) == before
    assert bench.changes("--refresh") == {}


def test_a_count_that_the_file_lowers_is_lowered(workbench):
    """The kept count is not a trap: a smaller `count` written by the user is applied exactly."""
    bench = workbench()
    scheduled = bench.environment["endpoints"]["digits"]["scaling"]
    scheduled.pop("schedule")
    bench.edit(lambda e: scheduled.update(strategy="horizontal", replicas={"count": 4, "min": 1, "max": 6}))
    bench.up().ok()
    assert variant(bench)["DesiredInstanceCount"] == 4

    bench.edit(lambda e: scheduled["replicas"].update(count=2))
    bench.up().ok()

    assert variant(bench)["DesiredInstanceCount"] == 2


def test_a_new_size_is_a_guarded_update(workbench):
    """A machine change of an autoscaled, scaled-out endpoint keeps count, policy and schedule."""
    bench = workbench()
    bench.up().ok()
    before = scaling(bench)
    bench.control("scale", {"endpoint": NAME, "variant": "primary", "count": 5})
    bench.control("calls", method="DELETE")

    bench.edit(lambda e: e["endpoints"]["digits"].update(machine="ml.m7i.2xlarge"))
    bench.up().ok()

    [update] = bench.control("calls?service=sagemaker&operation=UpdateEndpoint")
    assert update["params"]["RetainAllVariantProperties"] is True
    assert bench.control("calls?service=sagemaker&operation=CreateEndpoint") == []
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert scaling(bench) == before
    assert bench.changes() == {}


def test_a_schedule_change_reaches_only_the_scheduled_action(workbench):
    """Another hour in the file makes the new action before the old goes, in the AWS six-field dialect."""
    bench = workbench()
    bench.up().ok()

    bench.edit(lambda e: e["endpoints"]["digits"]["scaling"]["schedule"][0].update(at="weekdays 07:30"))
    action = "aws:appautoscaling/scheduledAction:ScheduledAction"
    assert bench.planned() == {("create", action), ("delete", action)}
    bench.up().ok()

    assert scaling(bench)["actions"] == ["cron(0 20 ? * MON-FRI *)", "cron(30 7 ? * MON-FRI *)"]


def test_a_budget_change_reaches_only_the_budget(workbench):
    """A larger budget is one update in place."""
    bench = workbench()
    bench.up().ok()

    bench.edit(lambda e: e["budget"].update(monthly_usd=2000))
    assert "replace" not in bench.changes()
    bench.up().ok()

    [budget] = bench.aws("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
    assert float(budget["BudgetLimit"]["Amount"]) == 2000
