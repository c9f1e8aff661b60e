"""What a refresh and an import find."""

from modelhost.provider.sagemaker.component import InferenceComponent
from tests.provider_component.stage import Stage


def test_refresh_of_an_untouched_component_changes_nothing(stage: Stage) -> None:
    """Inputs and outputs are those of the last up."""
    state = stage.component()
    assert InferenceComponent().read(stage.context(), state.id, state.inputs, state.outputs) == (
        state.id,
        state.inputs,
        {**state.outputs, "desiredCopyCount": None},
    )


def test_refresh_shows_a_model_changed_by_hand(stage: Stage) -> None:
    """Drift of what runs is an input that differs."""
    state = stage.component()
    specification = stage.live()["Specification"]
    other = {**specification, "ModelName": stage.model("other")}
    stage.client("sagemaker").update_inference_component(
        InferenceComponentName=stage.component_name, Specification=other
    )
    read = InferenceComponent().read(stage.context(), state.id, {}, {})
    assert read is not None
    found = InferenceComponent().read(stage.context(), state.id, state.inputs, state.outputs)
    assert found is not None
    assert found[1]["specification"]["modelName"] == f"{stage.name}-other"


def test_component_that_is_gone_is_gone(stage: Stage) -> None:
    """A refresh takes it out of the state."""
    assert InferenceComponent().read(stage.context(), stage.component_name, {"name": "x"}, {}) is None


def test_imported_component_equals_the_written_one(stage: Stage) -> None:
    """An import finds all that a program would write, so that the up after it changes nothing."""
    state = stage.component()
    read = InferenceComponent().read(stage.context(), state.id, {}, {})
    assert read is not None
    id, inputs, outputs = read
    assert inputs == {**state.inputs, "tags": {"owner": "ml"}}
    diff = InferenceComponent().diff(stage.context(), id, inputs, outputs, state.inputs)
    assert dict(diff.changed) == {}
