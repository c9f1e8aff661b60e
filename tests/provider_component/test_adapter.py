"""Adapters: small components that another one carries, without a share of a machine or copies of their own."""

import pytest

from modelhost.provider.resource import PartialUpdate, Properties
from modelhost.provider.sagemaker.component import InferenceComponent
from tests.provider_component.stage import Stage
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import State

FIRST, SECOND = "s3://bucket/adapters/first.tar.gz", "s3://bucket/adapters/second.tar.gz"


def adapter(stage: Stage, artifact: str = FIRST, **changes: object) -> Properties:
    """An adapter's properties as the program writes them."""
    inputs = {
        "name": f"{stage.name}-adapter",
        "endpointName": stage.name,
        "specification": _specification(stage, artifact),
        "tags": {"owner": "ml"},
    }
    return {**inputs, **changes}


def made(stage: Stage) -> State:
    """A live adapter on a live base."""
    stage.component()
    return stage.create(adapter(stage))


def test_adapter_is_created_on_its_base(stage: Stage) -> None:
    """It serves without a copy count, on the base's variant, and has no model of its own."""
    state = made(stage)
    shown = {key: state.outputs.get(key) for key in ("status", "copyCount", "liveModelName", "variantName")}
    assert shown == {"status": "InService", "copyCount": None, "liveModelName": "", "variantName": "main"}


def test_adapter_changes_its_artifact_without_its_base(stage: Stage) -> None:
    """Another artifact goes live while the base component is not touched."""
    state, before = made(stage), stage.live()["LastModifiedTime"]
    stage.update(state, specification=_specification(stage, SECOND))
    live = stage.live(state.id)["Specification"]
    assert (live["Container"]["ArtifactUrl"], stage.live()["LastModifiedTime"]) == (SECOND, before)


def test_adapter_waits_for_a_base_whose_copies_change(stage: Stage) -> None:
    """The autoscaler may move the base at any moment; the adapter is created when it stands again."""
    stage.component()
    stage.client("sagemaker").update_inference_component_runtime_config(
        InferenceComponentName=stage.component_name, DesiredRuntimeConfig={"CopyCount": 2}
    )
    assert stage.create(adapter(stage)).outputs["status"] == "InService"


def test_unchanged_adapter_shows_no_change(stage: Stage) -> None:
    """The variant that SageMaker filled in is no difference."""
    assert stage.diff(made(stage)) == ({}, frozenset())


def test_adapter_that_takes_no_update_is_made_anew(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Where SageMaker has no update in place for an adapter, it is deleted and created under its name."""
    state = made(stage)
    refusal = {"code": "ValidationException", "message": "Update operation is not supported", "status": 400}
    embedded_aws.fault("UpdateInferenceComponent", error=refusal)
    state = stage.update(state, specification=_specification(stage, SECOND))
    assert stage.live(state.id)["Specification"]["Container"]["ArtifactUrl"] == SECOND
    assert state.outputs["status"] == "InService"


def test_rolled_back_adapter_names_both_artifacts(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An artifact that does not load leaves the old one, and the error says both."""
    state = made(stage)
    embedded_aws.fault("UpdateInferenceComponent", kind="rollback", reason="rank differs")
    with pytest.raises(PartialUpdate, match=rf"back to {FIRST}, {SECOND} did not go live .*rank differs") as caught:
        stage.update(state, specification=_specification(stage, SECOND))
    assert caught.value.outputs["specification"] == state.inputs["specification"]


def test_history_of_an_adapter_names_its_artifacts(stage: Stage) -> None:
    """What was live of an adapter is where it was loaded from."""
    state = stage.update(made(stage), specification=_specification(stage, SECOND))
    found = stage.history(state.id)
    assert [entry["artifacts"] for entry in found] == [[FIRST], [SECOND]]


def test_adapter_goes_before_its_base(stage: Stage) -> None:
    """Both are gone after the deletes that the engine orders by their dependency."""
    state = made(stage)
    for name in (state.id, stage.component_name):
        InferenceComponent().delete(stage.context(), name, {})
    found = stage.client("sagemaker").list_inference_components(EndpointNameEquals=stage.name)
    assert found["InferenceComponents"] == []


def test_imported_adapter_equals_the_written_one(stage: Stage) -> None:
    """An import of an adapter finds no copies, so that the up after it changes nothing."""
    state = made(stage)
    read = InferenceComponent().read(stage.context(), state.id, {}, {})
    assert read is not None
    id, inputs, outputs = read
    diff = InferenceComponent().diff(stage.context(), id, inputs, outputs, state.inputs)
    assert ("copyCount" in inputs, dict(diff.changed)) == (False, {})


def _specification(stage: Stage, artifact: str) -> Properties:
    return {"baseInferenceComponentName": stage.component_name, "container": {"artifactUrl": artifact}}
