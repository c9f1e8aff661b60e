"""Deletion: patient with what moves, complete in what it takes along."""

import pytest
from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.component import InferenceComponent
from tests.provider_component.stage import Stage
from tests.provider_sagemaker.conftest import EmbeddedAws


def test_deleted_component_is_gone_with_scaling_and_history(stage: Stage) -> None:
    """A delete deregisters, deletes, waits and forgets; a second delete is no error."""
    state = stage.component()
    stage.autoscale()
    for _ in range(2):
        InferenceComponent().delete(stage.context(), state.id, state.outputs)
    assert InferenceComponent().read(stage.context(), state.id, state.inputs, state.outputs) is None
    assert stage.scaling()["targets"] == []
    with pytest.raises(ClientError, match="ParameterNotFound"):
        stage.history()


def test_delete_waits_for_copies_on_their_way(stage: Stage) -> None:
    """SageMaker refuses to delete a component while its copies change (UPDATE_RC_IN_PROGRESS)."""
    state = stage.component()
    stage.client("sagemaker").update_inference_component_runtime_config(
        InferenceComponentName=stage.component_name, DesiredRuntimeConfig={"CopyCount": 2}
    )
    InferenceComponent().delete(stage.context(), state.id, state.outputs)
    assert InferenceComponent().read(stage.context(), state.id, {}, {}) is None


def test_delete_waits_for_a_creation_under_way(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """SageMaker refuses to delete a component that is being created (CREATE_IN_PROGRESS)."""
    inputs = stage.inputs(stage.model("one"))
    embedded_aws.fault("CreateInferenceComponent", kind="slow", seconds=0.5)
    stage.client("sagemaker").create_inference_component(
        InferenceComponentName=stage.component_name,
        EndpointName=stage.name,
        VariantName=inputs["variantName"],
        Specification={
            "ModelName": inputs["specification"]["modelName"],
            "ComputeResourceRequirements": {"NumberOfCpuCoresRequired": 1, "MinMemoryRequiredInMb": 1024},
        },
        RuntimeConfig={"CopyCount": 1},
    )
    InferenceComponent().delete(stage.context(), stage.component_name, {})
    assert InferenceComponent().read(stage.context(), stage.component_name, {}, {}) is None


def test_other_refusals_of_the_delete_are_errors(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Only motion is waited out; anything else reaches the user at once."""
    state = stage.component()
    refusal = {"code": "ValidationException", "message": "adapters use it as base", "status": 400}
    embedded_aws.fault("DeleteInferenceComponent", error=refusal)
    with pytest.raises(ClientError, match="adapters use it as base"):
        InferenceComponent().delete(stage.context(), state.id, state.outputs)
