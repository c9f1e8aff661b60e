"""A change of strategy that fails half-way on live, scaled-out endpoints: what was there is kept, and it can go on."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.sandbox.conftest import endpoint
from tests.sandbox.standing import NO_AUTOSCALING, Autoscaling, ended, standing
from tests.sandbox.strategies import BLOCKS, LADDER
from tests.sandbox.test_kill import kill_at, recover
from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox

OLD = {"a": "auto-clock", "b": "vertical-clock", "c": "auto"}
NEW = {"a": "vertical-clock", "b": "auto", "c": "vertical-demand"}
"""Three transitions at once, each with a version of the model that has to go live."""
MADE_NEW = {
    "a": NO_AUTOSCALING,
    "b": Autoscaling(((1, 8),), ("TargetTrackingScaling",), ()),
    "c": NO_AUTOSCALING,
}
COUNT, LARGER, MORNING = 5, LADDER[1], "size-weekdays-07-30-europe-berlin"
UPDATE = {"service": "sagemaker", "operation": "UpdateEndpoint", "count": len(OLD)}
REFUSED = UPDATE | {"error": {"code": "ResourceLimitExceeded", "message": "The service limit is 0", "status": 400}}
NO_CAPACITY = UPDATE | {"kind": "capacity"}


def choose(bench: Workbench, strategies: dict[str, str], level: str) -> None:
    """Write strategies, and a version of the model, into the stack file."""
    bench.edit(lambda environment: environment.update(endpoints=blocks(strategies, level)))


def blocks(strategies: dict[str, str], level: str) -> dict[str, dict[str, Any]]:
    """Endpoints with these strategies, whose container is told a *level*."""
    return {
        key: endpoint(scaling=copy.deepcopy(BLOCKS[word]), slo=None, environment={"LEVEL": level})
        for key, word in strategies.items()
    }


@pytest.fixture
def bench(team) -> Workbench:
    """The old strategies, up and scaled out, one endpoint on the larger machine that the clock has chosen."""
    made = team(endpoints=blocks(OLD, "info"))
    made.up().ok()
    for key in OLD:
        made.control("scale", {"endpoint": made.cloud_name(key), "variant": "primary", "count": COUNT})
        standing(made, key)
    made.control("fire", {"schedule": f"{made.cloud_name('b')}-resize/{MORNING}"})
    assert ended(made, "b")["status"] == "SUCCEEDED"
    assert standing(made, "b").machine == LARGER
    return made


def still_scaled(bench: Workbench, before: dict[str, Any]) -> None:
    """Whatever failed, every endpoint serves with as many instances, and scales as it did."""
    for key, was in before.items():
        now = standing(bench, key)
        assert (now.count, now.machine, now.autoscaling) == (COUNT, was.machine, was.autoscaling), key


def converged(bench: Workbench) -> None:
    """The new strategies stand, on as many instances, and nothing else does: a destroy leaves nothing."""
    assert bench.changes("--refresh") == {}
    for key, wanted in MADE_NEW.items():
        now = standing(bench, key)
        assert (now.count, now.machine, now.autoscaling) == (COUNT, LADDER[0], wanted), key
    bench.pulumi("destroy", "--yes", "--skip-preview").ok()
    left = [each for each in bench.control("resources") if f"{bench.environment['name']}-" in str(each)]
    assert left == []


def test_refused_then_reverted(bench):
    """SageMaker refuses the updates: the scaling stays, and the old file puts away what the new one had begun."""
    before = {key: standing(bench, key) for key in OLD}
    bench.control("faults", REFUSED)
    choose(bench, NEW, "debug")

    assert "ResourceLimitExceeded" in bench.up().failed().output
    still_scaled(bench, before)

    bench.control("faults", method="DELETE")
    choose(bench, OLD, "info")
    bench.up().ok()
    assert {key: standing(bench, key) for key in OLD} == before
    assert bench.changes("--refresh") == {}


def test_without_capacity_then_tried_again(bench):
    """There are no machines for the updates: the scaling stays, and the same file goes through later."""
    before = {key: standing(bench, key) for key in OLD}
    bench.control("faults", NO_CAPACITY)
    choose(bench, NEW, "debug")

    assert "capacity" in bench.up().failed().output
    still_scaled(bench, before)

    bench.control("faults", method="DELETE")
    bench.up().ok()
    converged(bench)


def test_killed_then_recovered(bench):
    """The engine dies while the endpoints update: cancel, recover and up finish what the file says."""
    choose(bench, NEW, "debug")
    kill_at(bench, "sagemaker", "UpdateEndpoint")

    recover(bench)
    converged(bench)
