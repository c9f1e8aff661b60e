"""The history of what was live, in the versions of one SSM parameter."""

from typing import Any

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.endpoint import Endpoint
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, SMALL, Stage, State


def entry(configuration: State, machine: str = SMALL, reason: str = "up") -> dict[str, Any]:
    """What the history says of one configuration."""
    model = configuration.inputs["productionVariants"][0]["modelName"]
    return {
        "configuration": configuration.id,
        "models": [model],
        "machine": machine,
        "kind": "realtime",
        "reason": reason,
    }


def test_every_release_is_written_down(stage: Stage) -> None:
    """Creation and update each leave an entry; an up without effect leaves none."""
    one, two = stage.configuration(), stage.configuration(machine=LARGE)
    state = stage.update(stage.endpoint(one), endpointConfigName=two.id)
    stage.update(state, alarmNames=[stage.alarm()])
    assert stage.history() == [entry(one), entry(two, LARGE)]


def test_earlier_models_again_are_a_rollback(stage: Stage) -> None:
    """Serving a model of before the last one is told from a release; a new machine for the same model is none."""
    model = stage.model()
    one, two, three = stage.configuration(model), stage.configuration(), stage.configuration(model)
    larger = stage.configuration(model, machine=LARGE)
    state = stage.endpoint(one)
    for configuration in (two, three, larger):
        state = stage.update(state, endpointConfigName=configuration.id)
    assert stage.history()[2:] == [entry(three, reason="rollback"), entry(larger, LARGE)]


def test_rolled_back_update_is_not_written_down(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Only what was verified to be live counts."""
    one = stage.configuration()
    state = stage.endpoint(one)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate):
        stage.update(state, endpointConfigName=stage.configuration().id)
    assert stage.history() == [entry(one)]


def test_history_that_cannot_be_written_is_a_warning(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The endpoint is live all the same."""
    denied = {"code": "AccessDeniedException", "message": "not you", "status": 400}
    embedded_aws.fault("PutParameter", "ssm", error=denied)
    state = stage.endpoint(stage.configuration())
    assert state.outputs["liveConfigName"]
    assert stage.logged[-1] == (
        f"warning: {stage.name}: its history has a gap, /modelhost/live/{stage.name} was not written: "
        f"PutParameter: AccessDeniedException: not you"
    )


def test_history_goes_with_the_endpoint(stage: Stage) -> None:
    """A destroy leaves no parameter."""
    state = stage.endpoint(stage.configuration())
    Endpoint().delete(stage.context(), state.id, state.outputs)
    assert stage.history() == []


def test_parameter_that_may_not_be_deleted_does_not_stop_a_destroy(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """What stays is said."""
    state = stage.endpoint(stage.configuration())
    denied = {"code": "AccessDeniedException", "message": "not you", "status": 400}
    match = {"Name": f"/modelhost/live/{stage.name}"}
    embedded_aws.fault("DeleteParameter", "ssm", error=denied, match=match)
    Endpoint().delete(stage.context(), state.id, state.outputs)
    assert stage.logged[-1].startswith("warning: a parameter below /modelhost stays in SSM: DeleteParameter")
