"""Creation: once, adopted when a killed run began it, kept in the state when it fails."""

import pytest

from modelhost.provider.resource import PartialCreate
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.tag import read_tags
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import Stage, State


def test_created_endpoint_serves_and_is_marked(stage: Stage) -> None:
    """It is InService, carries the user's tags and our two."""
    configuration = stage.configuration()
    state = stage.endpoint(configuration)
    assert (state.id, state.outputs["liveConfigName"], state.outputs["instanceCount"]) == (
        stage.name,
        configuration.id,
        1,
    )
    assert read_tags(stage.client("sagemaker"), state.outputs["arn"]) == {
        "owner": "ml",
        "modelhost:endpoint": stage.name,
        "modelhost:urn": stage.context().urn.replace("$", "/"),
    }
    assert state.outputs["invocationUrl"].endswith(f"/endpoints/{stage.name}/invocations")


def test_creation_continues_what_a_killed_run_began(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A second create of the same resource takes the endpoint over instead of duplicating or failing."""
    configuration = stage.configuration()
    stage.endpoint(configuration)
    state = stage.endpoint(configuration)
    creates = [c for c in embedded_aws.calls("CreateEndpoint") if c["params"].get("EndpointName") == stage.name]
    assert (len(creates), state.outputs["liveConfigName"]) == (1, configuration.id)


def test_endpoint_of_somebody_else_is_not_taken(stage: Stage) -> None:
    """An endpoint that this program did not make is refused, with the way to take it over."""
    configuration = stage.configuration()
    stage.client("sagemaker").create_endpoint(EndpointName=stage.name, EndpointConfigName=configuration.id)
    with pytest.raises(EndpointError, match=r"exists already.*`adopt: true`"):
        stage.endpoint(configuration)


def test_failed_creation_stays_in_the_state(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The state keeps the failed endpoint, with SageMaker's reason, so that nothing is orphaned."""
    embedded_aws.fault("CreateEndpoint", kind="fail", reason="the container does not answer ping")
    with pytest.raises(
        PartialCreate, match="is Failed: the container does not answer ping; see the log group"
    ) as caught:
        stage.endpoint(stage.configuration())
    assert (caught.value.id, caught.value.outputs["liveConfigName"]) == (stage.name, "")


def test_next_up_creates_a_failed_endpoint_again(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An endpoint that failed takes no update; the next up deletes it and creates it under its name."""
    configuration = stage.configuration()
    embedded_aws.fault("CreateEndpoint", kind="capacity")
    with pytest.raises(PartialCreate, match="capacity, not configuration") as caught:
        stage.endpoint(configuration)
    state = State(stage.name, stage.endpoint_inputs(configuration), caught.value.outputs)
    diff = Endpoint().diff(stage.context(), state.id, state.inputs, state.outputs, state.inputs)
    assert dict(diff.changed) == {"endpointConfigName": "update"}
    assert stage.update(state).outputs["liveConfigName"] == configuration.id
    assert not stage.recorded()


def test_creation_outlasting_its_bound_stays_in_the_state(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An endpoint stuck in Creating is no orphan; the next up goes on waiting."""
    configuration = stage.configuration()
    embedded_aws.fault("CreateEndpoint", kind="slow", seconds=1.0)
    inputs = stage.endpoint_inputs(configuration)
    with pytest.raises(PartialCreate, match="is still Creating") as caught:
        Endpoint().create(stage.context(timeout_seconds=0.3), inputs)
    state = stage.update(State(stage.name, inputs, caught.value.outputs))
    assert state.outputs["liveConfigName"] == configuration.id


def test_deleted_endpoint_is_gone_with_its_scaling(stage: Stage) -> None:
    """A delete deregisters, deletes, waits and forgets a record; a second delete is no error."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    for _ in range(2):
        Endpoint().delete(stage.context(), state.id, state.outputs)
    assert Endpoint().read(stage.context(), state.id, state.inputs, state.outputs) is None
    assert stage.scaling()["targets"] == []


def test_delete_waits_for_an_update_under_way(stage: Stage) -> None:
    """SageMaker refuses to delete an endpoint that is moving, so the delete waits."""
    state = stage.endpoint(stage.configuration())
    other = stage.configuration()
    stage.client("sagemaker").update_endpoint(EndpointName=stage.name, EndpointConfigName=other.id)
    Endpoint().delete(stage.context(), state.id, state.outputs)
    assert Endpoint().read(stage.context(), state.id, {}, {}) is None
