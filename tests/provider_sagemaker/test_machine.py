"""An up beside the state machine that resizes the endpoint: it waits for a working one, repairs after a dead one."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.parameter import store
from modelhost.provider.sagemaker.parameter.resizing import ROOT, await_machine
from modelhost.provider.sagemaker.waiting import CancelledError
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.machine import EXECUTION, keep, kept, put_to_sleep, take_scaling
from tests.provider_sagemaker.stage import LARGE, SMALL, VARIANT, Stage, State


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


def test_scaling_kept_in_one_parameter_is_put_back(stage: Stage) -> None:
    """A machine of an earlier modelhost kept all policies, and all actions, in one parameter each."""
    state = sized(stage)
    before = stage.scaling()
    found = scaling.capture(stage.context(), stage.name, [VARIANT])
    take_scaling(stage, "working")
    store.remove_tree(stage.client("ssm"), ROOT + stage.name + "/policies")
    store.remove_tree(stage.client("ssm"), ROOT + stage.name + "/scheduled-actions")
    keep(stage, "/policies", found.policies)
    keep(stage, "/scheduled-actions", found.scheduled_actions)
    stage.update(state, alarmNames=[stage.alarm()])
    assert (stage.scaling(), kept(stage)) == (before, [])


def test_destroy_forgets_what_a_dead_execution_left(stage: Stage) -> None:
    """Also of an endpoint that never sleeps: lock, policies and actions go, so nothing haunts the next of that name."""
    state = sized(stage)
    take_scaling(stage, "working")
    for place in range(12):
        keep(stage, f"/policies/{place}", {})
    Endpoint().delete(stage.context(), state.id, state.outputs)
    assert kept(stage) == []


def test_creation_forgets_what_a_dead_execution_left(stage: Stage) -> None:
    """A lock of an endpoint that somebody deleted by hand would put its scaling over that of the new one."""
    for part in ("", "/policies/0", "/scheduled-actions/0", "/tags"):
        keep(stage, part, {"stage": "working"})
    stage.endpoint(stage.configuration())
    assert kept(stage) == []


def test_creation_continued_beside_a_machine_leaves_its_lock(stage: Stage) -> None:
    """A program that lost its state finds its endpoint: what the machine keeps of a living one is not forgotten."""
    state = sized(stage)
    take_scaling(stage, "cooling")
    Endpoint().create(stage.context(), state.inputs)
    assert "" in kept(stage)


@pytest.mark.parametrize("step", ["asleep", "cooling"])
def test_machine_that_only_waits_is_no_reason_to_wait(stage: Stage, step: str) -> None:
    """Its parameters are left to it."""
    state = sized(stage)
    take_scaling(stage, step)
    stage.update(state, alarmNames=[stage.alarm()])
    assert "" in kept(stage)


def test_change_of_the_scaling_alone_waits_for_the_machine(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """New bounds or policies show at the endpoint, whose update repairs after the machine and changes nothing else."""
    state = stage.endpoint(stage.configuration(), scalingFingerprint="one")
    stage.autoscale()
    before = stage.scaling()
    take_scaling(stage, "working")
    assert stage.changed(state, scalingFingerprint="two") == {"scalingFingerprint": "update"}
    embedded_aws.control("DELETE", "calls")
    state = stage.update(state, scalingFingerprint="two")
    assert (stage.scaling(), kept(stage), stage.changed(state)) == (before, [], {})
    assert [embedded_aws.calls(each) for each in ("UpdateEndpoint", "UpdateEndpointWeightsAndCapacities")] == [[], []]


@pytest.mark.parametrize("refresh", [False, True])
def test_wait_that_failed_is_repeated(stage: Stage, embedded_aws: EmbeddedAws, refresh: bool) -> None:
    """An up that was stopped while it waited shows the change again, so the next one waits as well."""
    state = stage.endpoint(stage.configuration(), scalingFingerprint="one")
    keep(stage, "", {"stage": "working", "execution": EXECUTION})
    embedded_aws.fault("DescribeExecution", "stepfunctions", error={"code": "AccessDeniedException"})
    stopped = stage.context()
    stopped.cancelled.set()
    news = {**state.inputs, "scalingFingerprint": "two"}
    with pytest.raises(PartialUpdate) as caught:
        Endpoint().update(stopped, state.id, state.outputs, state.inputs, news)
    state = State(state.id, news, caught.value.outputs)
    state = (stage.read(state) if refresh else state) or state
    assert stage.changed(state) == {"scalingFingerprint": "update"}


def test_fingerprint_at_night_is_noted(stage: Stage) -> None:
    """A sleeping endpoint has no machine at work: the change is over at once, and nobody is told to come again."""
    configuration = stage.configuration()
    state = stage.endpoint(configuration, sleeps=True, scalingFingerprint="one")
    put_to_sleep(stage, configuration.id)
    state = stage.update(state, scalingFingerprint="two")
    assert stage.changed(state) == {}
    assert not any("run `pulumi up` after it woke" in line for line in stage.logged)


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
