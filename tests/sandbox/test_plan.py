"""What a plan writes is what Pulumi then changes, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox

LOAD = "synthetic:diurnal,mean=20,peak=60,days=7"
DRAWN_OR_SCALED = {
    "appautoscaling/target",
    "appautoscaling/policy",
    "appautoscaling/scheduledAction",
    "cloudwatch/dashboard",
}
SERVICE = ("--service-ms", "60", "--service-cv", "0.5", "--service-slots", "2", "--machines", "ml.m7i.large")


def planned(bench: Workbench) -> dict[str, Any]:
    """The winner of a plan that was written into the stack file."""
    ran = bench.on_stack("plan", "-e", "digits", "--trace", LOAD, *SERVICE, "--json", "--write", "--yes").ok()
    winner: dict[str, Any] = json.loads(ran.stdout)["winner"]
    return winner


def digits(content: dict[str, Any]) -> dict[str, Any]:
    """The endpoint's block in a stack file's *content*."""
    block: dict[str, Any] = content["config"]["modelhost:environment"]["endpoints"]["digits"]
    return block


def live(bench: Workbench) -> dict[str, Any]:
    """What scales the endpoint in the cloud: bounds, and the target that is followed."""
    client = bench.aws("application-autoscaling")
    which = f"endpoint/{bench.cloud_name()}/variant/primary"
    [target] = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[which])["ScalableTargets"]
    found = client.describe_scaling_policies(ServiceNamespace="sagemaker", ResourceId=which)["ScalingPolicies"]
    values = [each["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] for each in found]
    return {"min": target["MinCapacity"], "max": target["MaxCapacity"], "values": values}


def test_preview_shows_the_plan_and_up_makes_it(team):
    """Only what scales and routes the endpoint changes; afterwards the cloud says what the plan says."""
    bench = team()
    bench.up().ok()
    before = yaml.safe_load(bench.stack_file.read_text())

    winner = planned(bench)

    after = yaml.safe_load(bench.stack_file.read_text())
    block = digits(after)
    assert {name for name, value in block.items() if value != digits(before).get(name)} <= {"scaling", "routing"}
    assert {kind.split(":")[1] for _, kind in bench.planned()} <= DRAWN_OR_SCALED
    bench.up().ok()
    assert bench.changes() == {}
    scaling = winner["scaling"]
    assert scaling["strategy"] == "auto"
    assert live(bench)["values"] == [scaling["target"]["value"]]
    assert live(bench)["max"] == scaling["replicas"]["max"]
