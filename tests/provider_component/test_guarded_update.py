"""The guarded update: what runs changes, copies and autoscaling do not."""

import pytest

from modelhost.provider.resource import PartialUpdate
from tests.provider_component.stage import SHARE, Stage, rollout
from tests.provider_sagemaker.conftest import EmbeddedAws


def test_another_model_goes_live_in_place(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The component is updated, not made anew, and says which model serves."""
    state = stage.ship(stage.component(), stage.model("two"), deploymentConfig=rollout())
    sent = [c["params"] for c in embedded_aws.calls("UpdateInferenceComponent")]
    sent = [params for params in sent if params["InferenceComponentName"] == stage.component_name]
    assert (state.outputs["liveModelName"], state.outputs["status"]) == (f"{stage.name}-two", "InService")
    assert [sorted(params) for params in sent] == [["DeploymentConfig", "InferenceComponentName", "Specification"]]


def test_copies_of_the_autoscaler_survive(stage: Stage) -> None:
    """Three copies stay three although the program began with one."""
    state = stage.component(copyCount=1)
    stage.autoscale()
    stage.scale(3)
    state = stage.ship(state, stage.model("two"))
    assert (stage.copies(), state.outputs["copyCount"]) == (3, 3)


def test_sleeping_component_stays_asleep(stage: Stage) -> None:
    """An update of a component without copies brings none, so that nobody pays for it."""
    state = stage.component()
    stage.autoscale(low=0)
    stage.scale(0)
    state = stage.ship(state, stage.model("two"))
    assert (stage.copies(), state.outputs["liveModelName"]) == (0, f"{stage.name}-two")


def test_scaling_is_never_taken_away(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """SageMaker updates a scalable component, so the target stays registered all the time."""
    state = stage.component()
    stage.autoscale()
    before = stage.scaling()
    embedded_aws.control("DELETE", "calls")
    stage.ship(state, stage.model("two"))
    assert stage.scaling() == before
    assert embedded_aws.calls("DeregisterScalableTarget", "application-autoscaling") == []


def test_scaling_is_taken_away_when_sagemaker_insists(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Refused for the sake of the scalable target, the update takes it away and puts it back."""
    state = stage.component()
    stage.autoscale()
    before = stage.scaling()
    refusal = {"code": "ValidationException", "message": "deregister the scalable target first", "status": 400}
    embedded_aws.fault("UpdateInferenceComponent", error=refusal)
    state = stage.ship(state, stage.model("two"))
    assert (stage.scaling(), state.outputs["liveModelName"]) == (before, f"{stage.name}-two")


def test_update_waits_for_copies_on_their_way(stage: Stage) -> None:
    """SageMaker refuses an update while the autoscaler changes copies; the provider waits."""
    state = stage.component()
    stage.client("sagemaker").update_inference_component_runtime_config(
        InferenceComponentName=stage.component_name, DesiredRuntimeConfig={"CopyCount": 2}
    )
    state = stage.ship(state, stage.model("two"))
    assert (state.outputs["liveModelName"], stage.copies()) == (f"{stage.name}-two", 2)


def test_update_is_repeated_when_the_autoscaler_was_faster(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A copy count changed between our look and our update is no failure."""
    state = stage.component()
    busy = {"code": "ValidationException", "message": "it is in state UPDATE_RC_IN_PROGRESS", "status": 400}
    embedded_aws.fault("UpdateInferenceComponent", error=busy, count=2)
    assert stage.ship(state, stage.model("two")).outputs["liveModelName"] == f"{stage.name}-two"


def test_alarms_speak_again(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The update mutes what spoke, and gives it its voice back."""
    loud = stage.alarm()
    state = stage.component(alarmNames=[loud])
    stage.ship(state, stage.model("two"))
    muted = [c for c in embedded_aws.calls("DisableAlarmActions", "cloudwatch") if loud in str(c["params"])]
    assert (len(muted), stage.speaks(loud), stage.recorded()) == (1, True, False)


def test_rollback_is_an_error_that_names_reason_and_models(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """SageMaker reports a rolled-back update as InService; the provider says so, and what the state must hold."""
    state = stage.component()
    embedded_aws.fault("UpdateInferenceComponent", kind="rollback", reason="the container does not answer ping")
    with pytest.raises(PartialUpdate, match=r"back to .*-one, .*-two did not go live .*does not answer ping") as caught:
        stage.ship(state, stage.model("two"))
    assert caught.value.outputs["liveModelName"] == f"{stage.name}-one"
    assert caught.value.outputs["specification"] == state.inputs["specification"]


def test_rollback_names_the_alarm_that_went_off(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Of the rollback's alarms, those in ALARM are named; the quiet one is not."""
    loud, quiet = stage.alarm("loud"), stage.alarm("quiet")
    state = stage.component()
    stage.ring(loud)
    embedded_aws.fault("UpdateInferenceComponent", kind="rollback", reason="an alarm went off")
    with pytest.raises(PartialUpdate, match=rf"in ALARM since the update began: {loud};"):
        stage.ship(state, stage.model("two"), deploymentConfig=rollout(loud, quiet))


def test_ringing_alarm_is_told_before_the_update(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An alarm that is in ALARM already would undo the update at once: the log says which."""
    loud = stage.alarm("loud")
    state = stage.component()
    stage.ring(loud)
    embedded_aws.fault("UpdateInferenceComponent", kind="rollback", reason="an alarm went off")
    with pytest.raises(PartialUpdate):
        stage.ship(state, stage.model("two"), deploymentConfig=rollout(loud))
    assert any(line.startswith("warning:") and f"{loud} in ALARM before" in line for line in stage.logged)


def test_everything_is_as_before_after_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A rolled-back update leaves scaling, copies, alarms, SSM and history as they were."""
    alarm = stage.alarm()
    state = stage.component(alarmNames=[alarm])
    stage.autoscale()
    stage.scale(3)
    before = stage.scaling()
    embedded_aws.fault("UpdateInferenceComponent", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate, match="its scaling and alarms are as they were"):
        stage.ship(state, stage.model("two"))
    assert (stage.scaling(), stage.copies(), stage.speaks(alarm), stage.recorded()) == (before, 3, True, False)
    assert [entry["models"] for entry in stage.history()] == [[f"{stage.name}-one"]]


def test_refused_update_says_what_sagemaker_said(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An update that SageMaker refuses outright leaves the state as it was."""
    state = stage.component()
    embedded_aws.fault("UpdateInferenceComponent", kind="quota")
    with pytest.raises(PartialUpdate, match="UpdateInferenceComponent: ResourceLimitExceeded") as caught:
        stage.ship(state, stage.model("two"))
    assert (caught.value.outputs["specification"], stage.recorded()) == (state.inputs["specification"], False)


def test_share_that_finds_no_room_is_told(stage: Stage) -> None:
    """A larger share that no machine has is a rollback with its remedy."""
    state = stage.component()
    specification = {
        **state.inputs["specification"],
        "computeResourceRequirements": {**SHARE, "minMemoryRequiredInMb": 500_000},
    }
    with pytest.raises(PartialUpdate, match=r"minMemoryRequiredInMb.*has no room for a copy"):
        stage.update(state, specification=specification)


def test_every_model_that_was_live_is_in_the_history(stage: Stage) -> None:
    """A version for each model; an up that changes only tags adds none."""
    state = stage.ship(stage.component(), stage.model("two"))
    stage.update(state, tags={"owner": "research"})
    assert [entry["models"] for entry in stage.history()] == [[f"{stage.name}-one"], [f"{stage.name}-two"]]
