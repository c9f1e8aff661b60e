"""What somebody changed behind our back is seen, reported, and put back by an explicit refresh."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.test_strategy_change import NAME

pytestmark = pytest.mark.sandbox


def test_drift_is_reported_and_repaired(workbench):
    """A deleted alarm and a loosened ceiling show in `modelhost drift`; refresh and up restore both."""
    bench = workbench()
    bench.up().ok()
    assert bench.on_stack("drift", "--json").ok()
    alarms = bench.aws("cloudwatch")
    gone = alarms.describe_alarms(AlarmNamePrefix=NAME)["MetricAlarms"][0]["AlarmName"]
    composites = alarms.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    gone = next(
        a["AlarmName"]
        for a in alarms.describe_alarms(AlarmNamePrefix=NAME)["MetricAlarms"]
        if not any(a["AlarmName"] in c["AlarmRule"] for c in composites)
    )
    alarms.delete_alarms(AlarmNames=[gone])
    bench.aws("application-autoscaling").register_scalable_target(
        ServiceNamespace="sagemaker",
        ResourceId=f"endpoint/{NAME}/variant/primary",
        ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        MaxCapacity=9,
    )

    found = bench.on_stack("drift", "--json")
    assert found.code == 2, found.output
    assert "maxCapacity" in json.dumps(json.loads(found.stdout))

    bench.pulumi("refresh", "--yes", "--skip-preview").ok()
    bench.up().ok()

    [target] = bench.aws("application-autoscaling").describe_scalable_targets(ServiceNamespace="sagemaker")[
        "ScalableTargets"
    ]
    assert target["MaxCapacity"] == 6
    assert alarms.describe_alarms(AlarmNames=[gone])["MetricAlarms"]
    assert bench.changes() == {}


def test_a_fresh_stack_has_no_drift(workbench):
    """A refresh right after an up changes nothing."""
    bench = workbench()
    bench.up().ok()

    assert bench.changes("--refresh") == {}
