"""Creation: once, continued when a killed run began it, kept in the state when it fails."""

import pytest

from modelhost.provider.resource import PartialCreate
from modelhost.provider.sagemaker.component import InferenceComponent
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.tag import read_tags
from tests.provider_component.stage import Stage
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import State


def test_created_component_serves_and_is_marked(stage: Stage) -> None:
    """It is in service with its copies, and carries the user's tags and our two."""
    state = stage.component(copyCount=2)
    outputs = {key: state.outputs[key] for key in ("name", "status", "copyCount", "liveModelName")}
    assert outputs == {
        "name": stage.component_name,
        "status": "InService",
        "copyCount": 2,
        "liveModelName": f"{stage.name}-one",
    }
    assert read_tags(stage.client("sagemaker"), state.outputs["arn"]) == {
        "owner": "ml",
        "modelhost:endpoint": stage.name,
        "modelhost:urn": stage.context().urn,
    }


def test_creation_is_in_the_history(stage: Stage) -> None:
    """The parameter of what is live names the model, and why it is."""
    stage.component()
    [entry] = stage.history()
    assert (entry["models"], entry["kind"], entry["reason"]) == ([f"{stage.name}-one"], "components", "up")


def test_container_without_a_model(stage: Stage) -> None:
    """A bare container is compared by the image that was asked for, not by the digest that AWS resolves."""
    specification = {
        "container": {"image": "123456789012.dkr.ecr.us-west-2.amazonaws.com/server:1", "environment": {"A_b": "1"}},
        "computeResourceRequirements": {"numberOfCpuCoresRequired": 1, "minMemoryRequiredInMb": 1024},
    }
    state = stage.component(specification=specification)
    assert stage.diff(state) == ({}, frozenset())
    read = InferenceComponent().read(stage.context(), state.id, state.inputs, state.outputs)
    assert read is not None
    assert read[1]["specification"] == specification


def test_creation_continues_what_a_killed_run_began(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A second create of the same resource takes the component over instead of failing."""
    state = stage.component()
    again = stage.create(state.inputs)
    creates = [
        c
        for c in embedded_aws.calls("CreateInferenceComponent")
        if c["params"]["InferenceComponentName"] == stage.component_name
    ]
    assert (len(creates), again.outputs) == (1, state.outputs)


def test_component_of_somebody_else_is_not_taken(stage: Stage) -> None:
    """A component that this program did not make is refused, with the ways out."""
    state = stage.component()
    other = stage.context(urn="urn:pulumi:dev::modelhost::modelhost:index:InferenceComponent::other")
    with pytest.raises(EndpointError, match=r"exists already on endpoint .*made by urn.*import it"):
        InferenceComponent().create(other, state.inputs)


def test_failed_creation_stays_in_the_state(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The state keeps the failed component, with SageMaker's reason, so that nothing is orphaned."""
    embedded_aws.fault("CreateInferenceComponent", kind="fail", reason="the container does not answer ping")
    with pytest.raises(PartialCreate, match=r"is Failed: the container does not answer ping; see the log") as caught:
        stage.component()
    assert (caught.value.id, caught.value.outputs["status"]) == (stage.component_name, "Failed")


def test_next_up_creates_a_failed_component_again(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A component that never served shows as changed; the next up deletes it and creates it under its name."""
    inputs = stage.inputs(stage.model("one"), copyCount=2)
    embedded_aws.fault("CreateInferenceComponent", kind="fail", reason="no")
    with pytest.raises(PartialCreate) as caught:
        stage.create(inputs)
    state = State(stage.component_name, inputs, caught.value.outputs)
    assert stage.diff(state) == ({"specification": "add"}, frozenset())
    again = stage.update(state)
    assert (again.outputs["status"], stage.copies(), stage.recorded()) == ("InService", 2, False)


def test_creation_outlasting_its_bound_stays_in_the_state(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A component stuck in Creating is no orphan; the next up goes on waiting."""
    embedded_aws.fault("CreateInferenceComponent", kind="slow", seconds=1.0)
    inputs = stage.inputs(stage.model("one"))
    with pytest.raises(PartialCreate, match="is still Creating") as caught:
        InferenceComponent().create(stage.context(timeout_seconds=0.3), inputs)
    state = stage.update(State(stage.component_name, inputs, caught.value.outputs))
    assert state.outputs["status"] == "InService"


def test_share_larger_than_the_machine_is_explained(stage: Stage) -> None:
    """Room on the machine is not capacity in the region: the remedy is another share, or a larger machine."""
    share = {"numberOfCpuCoresRequired": 1, "minMemoryRequiredInMb": 500_000}
    model = stage.model("one")
    with pytest.raises(PartialCreate, match=r"has no room for a copy: .*choose a larger machine"):
        stage.component(model, specification={"modelName": model, "computeResourceRequirements": share})
