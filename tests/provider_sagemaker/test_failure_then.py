"""Fail then retry, and fail then revert, each end with the scaling that was there."""

from typing import Any

import pytest

from modelhost.provider.resource import PartialUpdate, Properties
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.waiting import WaitTimeoutError
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, Stage, State


def failed_update(stage: Stage, state: State, **changes: Any) -> State:
    """An up that fails; the state keeps the new inputs with what was reached."""
    with pytest.raises(PartialUpdate) as caught:
        stage.update(state, **changes)
    return State(state.id, {**state.inputs, **changes}, caught.value.outputs)


def changes_of(stage: Stage, state: State, news: Properties) -> dict[str, str]:
    """What the next preview shows."""
    return dict(Endpoint().diff(stage.context(), state.id, state.inputs, state.outputs, news).changed)


def test_rolled_back_update_shows_a_change_next_time(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The state holds what is live, so the same program is not taken for done."""
    state = stage.endpoint(stage.configuration())
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    state = failed_update(stage, state, endpointConfigName=stage.configuration().id)
    assert changes_of(stage, state, state.inputs) == {"endpointConfigName": "update"}


def test_retry_after_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Fail then retry: the second up brings the configuration live."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    stage.scale(3)
    before = stage.scaling()
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    state = failed_update(stage, state, endpointConfigName=stage.configuration(machine=LARGE).id)
    state = stage.update(state)
    assert state.outputs["liveConfigName"] == state.inputs["endpointConfigName"]
    assert (stage.scaling(), stage.count()) == (before, 3)


def test_revert_after_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Fail then revert: the old configuration was live all along and nothing differs."""
    old = stage.configuration()
    state = stage.endpoint(old)
    stage.autoscale()
    before = stage.scaling()
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    state = failed_update(stage, state, endpointConfigName=stage.configuration(machine=LARGE).id)
    state = stage.update(state, endpointConfigName=old.id)
    assert changes_of(stage, state, state.inputs) == {}
    assert (stage.scaling(), stage.live()["EndpointConfigName"]) == (before, old.id)


def test_capacity_is_named_as_capacity(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A machine that AWS does not have now is no mistake in the stack file, and the message says so."""
    state = stage.endpoint(stage.configuration())
    embedded_aws.fault("UpdateEndpoint", kind="capacity")
    with pytest.raises(PartialUpdate, match=r"InsufficientInstanceCapacity.*capacity, not configuration"):
        stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)


def test_failed_restore_keeps_the_record(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """When the scaling cannot be put back, the message and the record stay until it can."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    before, larger = stage.scaling(), stage.configuration(machine=LARGE).id
    denied = {"code": "AccessDeniedException", "message": "no", "status": 400}
    embedded_aws.fault("RegisterScalableTarget", "application-autoscaling", error=denied)
    with pytest.raises(PartialUpdate, match=r"is updated; RegisterScalableTarget: AccessDenied.*modelhost recover"):
        stage.update(state, endpointConfigName=larger)
    assert stage.recorded()
    stage.update(state, endpointConfigName=larger)
    assert (stage.scaling(), stage.recorded()) == (before, False)


def test_update_outlasting_its_bound_keeps_the_record(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A wait that reaches its bound leaves the record, and the next up finishes."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    before, larger = stage.scaling(), stage.configuration(machine=LARGE).id
    embedded_aws.fault("UpdateEndpoint", kind="slow", seconds=2.0)
    news = {**state.inputs, "endpointConfigName": larger}
    with pytest.raises(PartialUpdate, match=r"is still Updating after .* customTimeouts.*autoscaling is off") as caught:
        Endpoint().update(stage.context(timeout_seconds=0.5), state.id, state.outputs, state.inputs, news)
    failure = caught.value.__cause__
    assert failure
    assert isinstance(failure.__cause__, WaitTimeoutError)
    stage.update(state, endpointConfigName=larger)
    assert (stage.scaling(), stage.recorded()) == (before, False)


def test_failing_questions_while_waiting_are_asked_again(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Throttling and server errors during an update are survived."""
    state = stage.endpoint(stage.configuration())
    embedded_aws.fault("DescribeEndpoint", kind="server_error", count=2)
    embedded_aws.fault("UpdateEndpoint", kind="throttle", count=2)
    larger = stage.configuration(machine=LARGE).id
    assert stage.update(state, endpointConfigName=larger).outputs["liveConfigName"] == larger
