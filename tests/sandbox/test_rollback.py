"""Updates that SageMaker refuses or rolls back: `pulumi up` says so, and the scaling is what it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.test_strategy_change import scaling, variant
from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox

ROLLBACK = {"service": "sagemaker", "operation": "UpdateEndpoint", "kind": "rollback", "count": 1}
REFUSED = {
    "service": "sagemaker",
    "operation": "UpdateEndpoint",
    "count": 1,
    "error": {"code": "ResourceLimitExceeded", "message": "The account-level service limit is 0", "status": 400},
}


def scaled_out(bench: Workbench) -> tuple[dict[str, list[str]], str]:
    """Bring the stack up, scale it out, and return its scaling and live configuration."""
    bench.up().ok()
    bench.control("scale", {"endpoint": bench.cloud_name(), "variant": "primary", "count": 5})
    return scaling(bench), live_configuration(bench)


def live_configuration(bench: Workbench) -> str:
    """The configuration that SageMaker says is live."""
    name: str = bench.aws("sagemaker").describe_endpoint(EndpointName=bench.cloud_name())["EndpointConfigName"]
    return name


def choose_machine(bench: Workbench, machine: str) -> None:
    """Write another machine into the stack file."""
    bench.edit(lambda e: e["endpoints"]["digits"].update(machine=machine))


def muted(bench: Workbench) -> list[str]:
    """Alarms of the endpoint, composite ones too, whose actions are off."""
    both = ["MetricAlarm", "CompositeAlarm"]
    found = bench.aws("cloudwatch").describe_alarms(AlarmNamePrefix=bench.cloud_name(), AlarmTypes=both, MaxRecords=100)
    assert found["MetricAlarms"]
    assert found["CompositeAlarms"]
    alarms: list[dict[str, Any]] = [*found["MetricAlarms"], *found["CompositeAlarms"]]
    return [alarm["AlarmName"] for alarm in alarms if not alarm["ActionsEnabled"]]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ROLLBACK | {"reason": "alarm digits-5xx was in ALARM"}, "digits-5xx"),
        (REFUSED, "ResourceLimitExceeded"),
    ],
)
def test_fail_then_revert(team, fault, words):
    """A failed update names its reason, leaves the scaling as it was, and a reverted file has nothing to do."""
    bench = team()
    before, configuration = scaled_out(bench)
    bench.control("faults", fault)
    choose_machine(bench, "ml.m7i.2xlarge")

    assert words in bench.up().failed().output
    assert scaling(bench) == before
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert live_configuration(bench) == configuration
    assert muted(bench) == []

    choose_machine(bench, "ml.m7i.large")
    bench.up().ok()
    assert scaling(bench) == before
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert bench.changes() == {}


def test_fail_then_retry(team):
    """After a rollback the same file is tried again by the next up, and then converges."""
    bench = team()
    before, configuration = scaled_out(bench)
    bench.control("faults", ROLLBACK | {"reason": "alarm digits-p99-latency was in ALARM"})
    choose_machine(bench, "ml.m7i.2xlarge")

    bench.up().failed()
    bench.up().ok()

    assert live_configuration(bench) != configuration
    assert scaling(bench) == before
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert muted(bench) == []
    assert bench.changes() == {}
