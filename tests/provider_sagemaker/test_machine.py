"""An up beside the state machine that resizes the endpoint: it waits for a working one, repairs after a dead one."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.sagemaker.parameter.resizing import await_machine
from modelhost.provider.sagemaker.wait import CancelledError
from tests.provider_sagemaker.machine import EXECUTION, kept, take_scaling
from tests.provider_sagemaker.stage import LARGE, SMALL, Stage, State


def sized(stage: Stage) -> State:
    """An endpoint with two sizes and autoscaling."""
    sizes = stage.sizes()
    by_size = {machine: configuration.id for machine, configuration in sizes.items()}
    state = stage.endpoint(sizes[SMALL], configNamesBySize=by_size)
    stage.autoscale()
    return state


def test_scaling_that_a_dead_execution_took_is_put_back(stage: Stage) -> None:
    """The next up finds the lock of an execution that is gone, and restores before it does anything else."""
    state = sized(stage)
    before = stage.scaling()
    take_scaling(stage, "working")
    stage.update(state, alarmNames=[stage.alarm()])
    assert (stage.scaling(), kept(stage)) == (before, [])
    assert any("a state machine died at work" in line for line in stage.logged)


def test_what_a_clock_registered_since_stays(stage: Stage) -> None:
    """Only what is missing is put back."""
    state = sized(stage)
    take_scaling(stage, "working")
    stage.autoscale(low=2)
    before = stage.scaling()
    stage.update(state, alarmNames=[stage.alarm()])
    assert stage.scaling() == before


@pytest.mark.parametrize("step", ["asleep", "cooling"])
def test_machine_that_only_waits_is_no_reason_to_wait(stage: Stage, step: str) -> None:
    """Its parameters are left to it."""
    state = sized(stage)
    take_scaling(stage, step)
    stage.update(state, alarmNames=[stage.alarm()])
    assert "" in kept(stage)


def test_update_drops_the_clock_and_waits_for_it_once_more(stage: Stage) -> None:
    """A program without sizes any more still waits for, or repairs after, the machine that it is about to drop."""
    state = sized(stage)
    before = stage.scaling()
    take_scaling(stage, "working")
    fixed = stage.configuration(machine=LARGE)
    stage.update(state, configNamesBySize=None, endpointConfigName=fixed.id)
    assert (stage.scaling(), kept(stage)) == (before, [])


class Working(Cloud):
    """A machine that holds its lock for some questions, by plain objects instead of AWS."""

    def __init__(self, locks: int, ends: Callable[[], None] = lambda: None) -> None:
        super().__init__("us-west-2")
        lock = json.dumps({"stage": "working", "execution": EXECUTION})
        self._answers: Iterator[str] = iter([lock] * locks + ["{}"])
        self._ends = ends
        self.asked = 0

    def client(self, service: str, region: str | None = None) -> Any:
        """Stand for every client."""
        return self

    def get_parameter(self, **_: Any) -> dict[str, Any]:
        """The lock."""
        self.asked += 1
        return {"Parameter": {"Value": next(self._answers)}}

    def describe_execution(self, **_: Any) -> dict[str, Any]:
        """The execution runs."""
        self._ends()
        return {"status": "RUNNING"}


def test_working_machine_is_waited_for() -> None:
    """The wait ends when the lock says that it does."""
    cloud = Working(3)
    await_machine(Context(cloud=cloud, timeout_seconds=60), "e")
    assert cloud.asked == 4


def test_user_ends_the_wait() -> None:
    """An interrupt during the wait leaves everything to the next up."""
    cancelled = threading.Event()
    cloud = Working(1000, cancelled.set)
    with pytest.raises(CancelledError, match="a state machine works on endpoint e"):
        await_machine(Context(cloud=cloud, timeout_seconds=60, cancelled=cancelled), "e")
