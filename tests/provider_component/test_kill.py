"""A killed update is completed by the next up, wherever it died."""

from dataclasses import replace

import pytest

from modelhost.provider.sagemaker.component import InferenceComponent
from tests.provider_component.stage import Stage
from tests.provider_sagemaker.killing import KilledError, MortalCloud
from tests.provider_sagemaker.stage import State

DEATHS = [
    ("PutParameter", False),
    ("PutParameter", True),
    ("DisableAlarmActions", True),
    ("UpdateInferenceComponent", False),
    ("UpdateInferenceComponent", True),
    ("EnableAlarmActions", False),
    ("EnableAlarmActions", True),
    ("DeleteParameter", False),
    ("DeleteParameter", True),
]


def scaled_out(stage: Stage) -> State:
    """A live component with an alarm and autoscaling that has scaled out to three."""
    state = stage.component(alarmNames=[stage.alarm()])
    stage.autoscale()
    stage.scale(3)
    return state


def killed_update(stage: Stage, state: State, model: str, operation: str, after: bool) -> None:
    """An up that dies at one call."""
    dying = replace(stage, cloud=MortalCloud(operation, after=after))
    with pytest.raises(KilledError):
        dying.ship(state, model)


@pytest.mark.parametrize(("operation", "after"), DEATHS)
def test_next_up_completes_a_killed_update(stage: Stage, operation: str, after: bool) -> None:
    """Kill then up: the new model is live, and copies, scaling and alarms are as before."""
    state = scaled_out(stage)
    before, model = stage.scaling(), stage.model("two")
    killed_update(stage, state, model, operation, after)
    state = stage.ship(state, model)
    assert state.outputs["liveModelName"] == model
    assert (stage.scaling(), stage.copies()) == (before, 3)
    assert (stage.speaks(f"{stage.name}-p99"), stage.recorded()) == (True, False)


@pytest.mark.parametrize("after", [False, True])
def test_revert_after_a_kill_restores_everything(stage: Stage, after: bool) -> None:
    """Kill then revert: the old model is live with the scaling and the voice that were there."""
    state = scaled_out(stage)
    before = stage.scaling()
    killed_update(stage, state, stage.model("two"), "UpdateInferenceComponent", after)
    state = stage.update(state)
    assert state.outputs["liveModelName"] == f"{stage.name}-one"
    assert (stage.scaling(), stage.copies(), stage.recorded()) == (before, 3, False)
    assert stage.speaks(f"{stage.name}-p99")


def test_killed_creation_is_continued(stage: Stage) -> None:
    """Kill right after the create call, then up: the component is taken over and serves."""
    inputs = stage.inputs(stage.model("one"))
    dying = stage.context(cloud=MortalCloud("CreateInferenceComponent", after=True))
    with pytest.raises(KilledError):
        InferenceComponent().create(dying, inputs)
    assert stage.create(inputs).outputs["status"] == "InService"


def test_killed_restart_of_a_failed_component_is_continued(stage: Stage) -> None:
    """Kill between the delete and the create of a restart, then up: it exists again with its copies."""
    state = stage.component(copyCount=2)
    record = replace(stage, cloud=MortalCloud("UpdateInferenceComponent"))
    with pytest.raises(KilledError):
        record.ship(state, stage.model("two"))
    client = stage.client("sagemaker")
    client.delete_inference_component(InferenceComponentName=stage.component_name)
    state = stage.ship(state, f"{stage.name}-two")
    assert (state.outputs["liveModelName"], stage.copies(), stage.recorded()) == (f"{stage.name}-two", 2, False)


def test_clock_that_fires_meanwhile_is_not_turned_back(stage: Stage) -> None:
    """Bounds that a scheduled action set between the kill and the next up stay: only what is gone comes back."""
    state = scaled_out(stage)
    killed_update(stage, state, stage.model("two"), "UpdateInferenceComponent", True)
    stage.bound(2, 3)
    stage.ship(state, f"{stage.name}-two")
    [target] = stage.scaling()["targets"]
    assert (target["MinCapacity"], target["MaxCapacity"], stage.copies()) == (2, 3, 3)
