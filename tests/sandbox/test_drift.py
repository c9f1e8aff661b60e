"""What somebody changed behind our back is seen, reported, and put back by an explicit refresh."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox.conftest import endpoint
from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox


def target_of(bench: Workbench) -> dict[str, Any]:
    """The scalable target of the endpoint."""
    client, variant = bench.aws("application-autoscaling"), f"endpoint/{bench.cloud_name()}/variant/primary"
    [target] = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[variant])["ScalableTargets"]
    return dict(target)


def test_drift_is_reported_and_repaired(team):
    """A deleted alarm and a loosened ceiling show in `modelhost drift`; refresh and up restore both."""
    bench = team()
    bench.up().ok()
    assert bench.on_stack("drift", "--json").ok()
    alarms = bench.aws("cloudwatch")
    composites = alarms.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    gone = next(
        a["AlarmName"]
        for a in alarms.describe_alarms(AlarmNamePrefix=bench.cloud_name())["MetricAlarms"]
        if not any(a["AlarmName"] in c["AlarmRule"] for c in composites)
    )
    alarms.delete_alarms(AlarmNames=[gone])
    bench.aws("application-autoscaling").register_scalable_target(
        ServiceNamespace="sagemaker",
        ResourceId=f"endpoint/{bench.cloud_name()}/variant/primary",
        ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        MaxCapacity=9,
    )

    found = bench.on_stack("drift", "--json")
    assert found.code == 2, found.output
    assert "maxCapacity" in json.dumps(json.loads(found.stdout))

    bench.pulumi("refresh", "--yes", "--skip-preview").ok()
    bench.up().ok()

    assert target_of(bench)["MaxCapacity"] == 6
    assert alarms.describe_alarms(AlarmNames=[gone])["MetricAlarms"]
    assert bench.changes() == {}


def test_what_the_clock_set_is_no_drift(team):
    """After a firing, neither `modelhost drift` nor refresh and up touch the count of a scheduled `horizontal`."""
    counts = [{"at": "weekdays 08:00", "count": 4}, {"at": "weekdays 20:00", "count": 2}]
    replicas = {"count": 2, "min": 1, "max": 6}
    scaling = {"strategy": "horizontal", "replicas": replicas, "schedule": counts}
    bench = team(endpoints={"digits": endpoint(scaling=scaling)})
    bench.up().ok()
    client, variant = bench.aws("application-autoscaling"), f"endpoint/{bench.cloud_name()}/variant/primary"
    subject = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}
    client.register_scalable_target(**subject, ResourceId=variant, MinCapacity=4, MaxCapacity=4)

    assert bench.on_stack("drift", "--json").ok()
    bench.pulumi("refresh", "--yes", "--skip-preview").ok()
    bench.up().ok()

    target = target_of(bench)
    assert (target["MinCapacity"], target["MaxCapacity"]) == (4, 4)


def test_a_fresh_stack_has_no_drift(team):
    """A refresh right after an up changes nothing."""
    bench = team()
    bench.up().ok()

    assert bench.changes("--refresh") == {}
