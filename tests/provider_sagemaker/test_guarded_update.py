"""The guarded update: the live endpoint changes, its scaling does not."""

from typing import Any

import pytest

from modelhost.provider.resource import PartialUpdate
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, Stage


def test_machine_changes_while_the_variant_is_autoscaled(stage: Stage) -> None:
    """A larger machine goes live although SageMaker refuses that for a registered variant."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    larger = stage.configuration(machine=LARGE)
    state = stage.update(state, endpointConfigName=larger.id)
    assert (state.outputs["liveConfigName"], stage.live()["EndpointStatus"]) == (larger.id, "InService")


def test_scaling_is_the_same_before_and_after(stage: Stage) -> None:
    """Target, suspension, tags, policies and scheduled actions are put back as they were."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    before = stage.scaling()
    stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    assert len(before["policies"]) == 1
    assert len(before["actions"]) == 2
    assert stage.scaling() == before


def test_scaled_out_count_survives(stage: Stage) -> None:
    """Four instances stay four when the new configuration begins with one."""
    state = stage.endpoint(stage.configuration(count=1))
    stage.autoscale()
    stage.scale(4)
    stage.update(state, endpointConfigName=stage.configuration(machine=LARGE, count=1).id)
    assert stage.count() == 4


def test_record_is_gone_after_success(stage: Stage) -> None:
    """Nothing of an update that ended well stays in SSM."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    stage.update(state, endpointConfigName=stage.configuration().id)
    assert not stage.recorded()


def test_alarms_speak_again_and_silent_ones_stay_silent(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The update mutes what spoke, and gives only that its voice back."""
    loud, quiet = stage.alarm("loud"), stage.alarm("quiet", speaking=False)
    state = stage.endpoint(stage.configuration(), alarmNames=[loud, quiet])
    stage.update(state, endpointConfigName=stage.configuration().id)
    muted = [c for c in embedded_aws.calls("DisableAlarmActions", "cloudwatch") if loud in str(c["params"])]
    assert (len(muted), stage.speaks(loud), stage.speaks(quiet)) == (1, True, False)


def test_rollback_is_an_error_that_names_the_reason(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """SageMaker reports a rolled-back update as InService; the provider says so, and what the state must hold."""
    old = stage.configuration()
    state = stage.endpoint(old)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="alarm digits-p99 went off")
    with pytest.raises(PartialUpdate, match=r"rolled endpoint .* back to .*alarm digits-p99 went off") as caught:
        stage.update(state, endpointConfigName=stage.configuration().id)
    assert caught.value.outputs["liveConfigName"] == old.id


def test_scaling_is_back_after_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A rolled-back update leaves scaling, count, alarms and SSM as they were."""
    alarm = stage.alarm()
    state = stage.endpoint(stage.configuration(), alarmNames=[alarm])
    stage.autoscale()
    stage.scale(3)
    before = stage.scaling()
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate, match="its scaling and alarms are as they were"):
        stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    assert (stage.scaling(), stage.count(), stage.speaks(alarm), stage.recorded()) == (before, 3, True, False)


def test_refused_update_puts_the_scaling_back(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An UpdateEndpoint that SageMaker refuses outright leaves the scaling that was there."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    before = stage.scaling()
    embedded_aws.fault("UpdateEndpoint", kind="quota")
    with pytest.raises(PartialUpdate, match="UpdateEndpoint: ResourceLimitExceeded"):
        stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    assert (stage.scaling(), stage.recorded()) == (before, False)


CAPTURE = {
    "enableCapture": True,
    "initialSamplingPercentage": 10,
    "destinationS3Uri": "s3://bucket/capture",
    "captureOptions": [{"captureMode": "Input"}],
}


@pytest.mark.parametrize(
    ("old", "new", "excluded"),
    [
        (CAPTURE, CAPTURE, None),
        (None, None, None),
        (None, {**CAPTURE, "enableCapture": False}, None),
        (CAPTURE, None, [{"VariantPropertyType": "DataCaptureConfig"}]),
        (CAPTURE, {**CAPTURE, "initialSamplingPercentage": 20}, [{"VariantPropertyType": "DataCaptureConfig"}]),
    ],
)
def test_changed_data_capture_goes_live(
    stage: Stage, embedded_aws: EmbeddedAws, old: Any, new: Any, excluded: Any
) -> None:
    """SageMaker would retain the old one; counts and weights stay retained."""
    state = stage.endpoint(stage.configuration(around={"dataCaptureConfig": old}))
    stage.scale(2)
    embedded_aws.control("DELETE", "calls")
    stage.update(state, endpointConfigName=stage.configuration(around={"dataCaptureConfig": new}).id)
    [call] = embedded_aws.calls("UpdateEndpoint")
    assert (call["params"].get("ExcludeRetainedVariantProperties"), stage.count()) == (excluded, 2)
