"""A state machine that dies while it resizes a live endpoint: `modelhost recover` puts back what it had taken away."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.sandbox.conftest import endpoint
from tests.sandbox.standing import ended, settled, standing
from tests.sandbox.strategies import BERLIN, BLOCKS, LADDER
from tests.sandbox.test_kill import until
from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox

MORNING = "size-weekdays-07-30-europe-berlin"
SLOW_SECONDS = 4
COUNT = 3


def clocked() -> dict[str, Any]:
    """An endpoint whose size and number the clock chooses."""
    block = copy.deepcopy(BLOCKS["vertical-clock"])
    block["schedule"] += [
        {"at": "weekdays 06:00", **BERLIN, "count": COUNT},
        {"at": "weekdays 21:00", **BERLIN, "count": 2},
    ]
    return endpoint(scaling=block, slo=None)


def grow(bench: Workbench) -> None:
    """Let the clock add a replica."""
    listed = bench.aws("application-autoscaling").describe_scheduled_actions(ServiceNamespace="sagemaker")
    [action] = [
        each["ScheduledActionName"]
        for each in listed["ScheduledActions"]
        if bench.cloud_name() in each["ResourceId"] and each["ScalableTargetAction"]["MinCapacity"] == COUNT
    ]
    bench.control("fire", {"endpoint": bench.cloud_name(), "action": action})


def stop_at(bench: Workbench, service: str, operation: str) -> None:
    """Let the clock begin a resize and stop the execution when *operation* is under way."""
    bench.control("faults", {"service": service, "operation": operation, "kind": "slow", "seconds": SLOW_SECONDS})
    bench.control("calls", method="DELETE")
    bench.control("fire", {"schedule": f"{bench.cloud_name()}-resize/{MORNING}"})
    until(lambda: bench.control("faults") == [], 60, f"{operation} is asked for")
    [running] = [each for each in bench.control("executions") if bench.cloud_name() in str(each)]
    bench.aws("stepfunctions").stop_execution(executionArn=running["executionArn"], cause="a test")
    until(lambda: bool(bench.control(f"calls?service={service}&operation={operation}")), 60, f"{operation} is answered")
    last = ended(bench)
    assert last["status"] == "ABORTED", last


@pytest.mark.parametrize(
    ("service", "operation", "machine"),
    [
        ("application-autoscaling", "DeregisterScalableTarget", LADDER[0]),
        ("sagemaker", "UpdateEndpoint", LADDER[1]),
    ],
)
def test_a_stopped_resize_is_recovered(team, service, operation, machine):
    """Whether SageMaker had been asked or not: count and scaling are those of before, the next firing works."""
    bench = team(endpoints={"digits": clocked()})
    bench.up().ok()
    grow(bench)
    before = standing(bench)
    assert (before.count, before.autoscaling.bounds) == (COUNT, ((COUNT, COUNT),))
    stop_at(bench, service, operation)
    settled(bench)
    assert standing(bench).autoscaling != before.autoscaling

    bench.on_stack("recover", "--yes").ok()

    now = standing(bench)
    assert (now.count, now.autoscaling, now.parts) == (COUNT, before.autoscaling, before.parts)
    assert now.machine == machine
    assert bench.changes("--refresh") == {}
    bench.control("fire", {"schedule": f"{bench.cloud_name()}-resize/{MORNING}"})
    assert ended(bench)["status"] == "SUCCEEDED"
    assert standing(bench).machine == LADDER[1]
