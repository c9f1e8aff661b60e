"""A killed update is repaired by the next up, wherever it died."""

import subprocess
import sys
from dataclasses import replace

import pytest

from modelhost.provider.resource import PartialCreate, Properties
from modelhost.provider.sagemaker.endpoint import Endpoint
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.killing import KilledError, MortalCloud
from tests.provider_sagemaker.stage import LARGE, SMALL, VARIANT, Stage, State
from tests.provider_sagemaker.test_rollout import CANARY

DEATHS = [
    ("PutParameter", False),
    ("PutParameter", True),
    ("DisableAlarmActions", True),
    ("DeregisterScalableTarget", True),
    ("UpdateEndpoint", False),
    ("UpdateEndpoint", True),
    ("EnableAlarmActions", True),
    ("RegisterScalableTarget", True),
    ("PutScalingPolicy", True),
    ("PutScheduledAction", True),
    ("DeleteParameter", False),
    ("DeleteParameter", True),
]

SHARING = [("UpdateEndpointWeightsAndCapacities", False), ("UpdateEndpointWeightsAndCapacities", True)]


def killed_update(stage: Stage, state: State, config: str, operation: str, after: bool) -> None:
    """An up that dies at one call."""
    dying = replace(stage, cloud=MortalCloud(operation, after=after))
    with pytest.raises(KilledError):
        dying.update(state, endpointConfigName=config)


def scaled_out(stage: Stage) -> State:
    """A live endpoint with an alarm and autoscaling that has scaled out to three."""
    state = stage.endpoint(stage.configuration(), alarmNames=[stage.alarm()])
    stage.autoscale()
    stage.scale(3)
    return state


@pytest.mark.parametrize(("operation", "after"), DEATHS)
def test_next_up_completes_a_killed_update(stage: Stage, operation: str, after: bool) -> None:
    """Kill then up: the new configuration is live, and count, scaling and alarms are as before."""
    state = scaled_out(stage)
    before, larger = stage.scaling(), stage.configuration(machine=LARGE).id
    killed_update(stage, state, larger, operation, after)
    state = stage.update(state, endpointConfigName=larger)
    assert state.outputs["liveConfigName"] == larger
    assert (stage.scaling(), stage.count()) == (before, 3)
    assert (stage.speaks(f"{stage.name}-p99"), stage.recorded()) == (True, False)


@pytest.mark.parametrize("after", [False, True])
def test_revert_after_a_kill_restores_everything(stage: Stage, after: bool) -> None:
    """Kill then revert: the old configuration is live with the scaling that was there."""
    state = scaled_out(stage)
    before = stage.scaling()
    killed_update(stage, state, stage.configuration(machine=LARGE).id, "UpdateEndpoint", after)
    stage.update(state)
    assert stage.live()["EndpointConfigName"] == state.inputs["endpointConfigName"]
    assert (stage.scaling(), stage.count(), stage.recorded()) == (before, 3, False)


@pytest.mark.parametrize(("operation", "after"), [*DEATHS, *SHARING])
def test_next_up_completes_a_killed_release_of_every_size(stage: Stage, operation: str, after: bool) -> None:
    """Kill then up with sizes, a rollout and a second variant's weight: the live size and its scaling stay."""
    old, new = stage.sizes(), stage.sizes()
    state = stage.endpoint(old[SMALL], alarmNames=[stage.alarm()], **release(old))
    stage.resize(old[LARGE].id)
    stage.autoscale()
    stage.scale(2)
    before, news = stage.scaling(), {**release(new), "deploymentConfig": CANARY, "variantWeights": {VARIANT: 0.5}}
    dying = replace(stage, cloud=MortalCloud(operation, after=after))
    with pytest.raises(KilledError):
        dying.update(state, **news)
    state = stage.update(state, **news)
    weight = stage.live()["ProductionVariants"][0]["DesiredWeight"]
    assert (state.outputs["liveConfigName"], state.outputs["liveSize"], weight) == (new[LARGE].id, LARGE, 0.5)
    assert (stage.scaling(), stage.count(), stage.recorded()) == (before, 2, False)
    assert [each["configuration"] for each in stage.history()] == [old[SMALL].id, new[LARGE].id]


def release(sizes: dict[str, State]) -> Properties:
    """The endpoint's properties for one release of every size."""
    by_size = {machine: configuration.id for machine, configuration in sizes.items()}
    return {"endpointConfigName": by_size[SMALL], "configNamesBySize": by_size}


def test_left_over_record_shows_as_a_change(stage: Stage) -> None:
    """With nothing else to do, the record of a killed run makes the next up repair."""
    state = scaled_out(stage)
    killed_update(stage, state, stage.configuration().id, "UpdateEndpoint", False)
    diff = Endpoint().diff(stage.context(), state.id, state.inputs, state.outputs, state.inputs)
    assert (dict(diff.changed), diff.replace) == ({"liveConfigName": "update"}, frozenset())


def test_left_over_record_is_restored_before_anything_else(stage: Stage) -> None:
    """An up that fails again must still know the scaling of before the kill."""
    state = scaled_out(stage)
    before, larger = stage.scaling(), stage.configuration(machine=LARGE).id
    killed_update(stage, state, larger, "DeregisterScalableTarget", True)
    killed_update(stage, state, larger, "UpdateEndpoint", False)
    stage.update(state, endpointConfigName=larger)
    assert stage.scaling() == before


def test_endpoint_that_a_killed_run_deleted_is_created_again(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A run killed between deleting a failed endpoint and creating it again leaves no hole."""
    configuration = stage.configuration()
    embedded_aws.fault("CreateEndpoint", kind="fail", reason="no")
    with pytest.raises(PartialCreate) as caught:
        stage.endpoint(configuration)
    state = State(stage.name, stage.endpoint_inputs(configuration), caught.value.outputs)
    killed_update(stage, state, configuration.id, "CreateEndpoint", False)
    assert stage.update(state).outputs["liveConfigName"] == configuration.id
    assert not stage.recorded()


def test_process_that_dies_for_real_is_repaired(stage: Stage) -> None:
    """The same with a child process that ends by os._exit while SageMaker updates."""
    state = scaled_out(stage)
    before, larger = stage.scaling(), stage.configuration(machine=LARGE).id
    program = (
        "import os\n"
        "from tests.provider_sagemaker.killing import KilledError, MortalCloud\n"
        "from tests.provider_sagemaker.stage import Stage, State\n"
        f"stage = Stage(MortalCloud('UpdateEndpoint', after=True), {stage.name!r})\n"
        f"state = State({state.id!r}, {state.inputs!r}, {state.outputs!r})\n"
        "try:\n"
        f"    stage.update(state, endpointConfigName={larger!r})\n"
        "except KilledError:\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    stage.update(state, endpointConfigName=larger)
    assert (stage.scaling(), stage.count(), stage.recorded()) == (before, 3, False)
