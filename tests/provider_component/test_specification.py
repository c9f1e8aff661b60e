"""What counts as a difference between a live component and the one asked for."""

from typing import Any

import pytest

from modelhost.provider.sagemaker.component.live import Live, from_answer
from modelhost.provider.sagemaker.component.model_use import models_in_use
from modelhost.provider.sagemaker.component.specification import differing, entry, in_force, label
from tests.provider_component.stage import Stage

SHARE = {"minMemoryRequiredInMb": 1024}
SPECIFICATION = {"modelName": "m", "computeResourceRequirements": SHARE}


def live(status: str = "InService", current_copies: int = 1, **fields: Any) -> Live:
    """A component as SageMaker shows it."""
    return Live(name="c", arn="a", endpoint="e", variant="v", status=status, current_copies=current_copies, **fields)


def test_defaults_that_aws_fills_in_are_no_difference() -> None:
    """Only what the program wrote is compared."""
    filled = {**SPECIFICATION, "startupParameters": {"modelDataDownloadTimeoutInSeconds": 60}}
    assert differing({"specification": SPECIFICATION}, live(specification=filled)) == []


@pytest.mark.parametrize(
    ("found", "paths"),
    [
        ({**SPECIFICATION, "modelName": "other"}, ["specification.modelName"]),
        ({"modelName": "m"}, ["specification.computeResourceRequirements"]),
        (
            {**SPECIFICATION, "computeResourceRequirements": {"minMemoryRequiredInMb": 2048}},
            ["specification.computeResourceRequirements.minMemoryRequiredInMb"],
        ),
        ({**SPECIFICATION, "computeResourceRequirements": {"minMemoryRequiredInMb": 1024.0}}, []),
    ],
)
def test_every_difference_is_named(found: dict[str, Any], paths: list[str]) -> None:
    """A rollback can be told by any field, not only by the model."""
    assert differing({"specification": SPECIFICATION}, live(specification=found)) == paths


def test_order_of_machine_types_is_no_difference() -> None:
    """Several specifications are compared by their machine type."""
    small, large = ({"instanceType": f"ml.g5.{size}", "modelName": size} for size in ("xlarge", "2xlarge"))
    assert differing({"specifications": [small, large]}, live(specifications=(large, small))) == []


def test_component_that_never_served_has_nothing_in_force() -> None:
    """A failed creation shows as wholly changed, but for what it can never change."""
    adapter = {"baseInferenceComponentName": "b", "container": {"artifactUrl": "s3://x/y"}}
    failed = live("Failed", 0, specification=adapter)
    assert in_force({"specification": adapter}, failed) == {"specification": {"baseInferenceComponentName": "b"}}


def test_failed_update_with_copies_still_answers() -> None:
    """A component whose update failed, but whose old copies run, is not deleted under its callers."""
    assert (live("Failed", 2).answers, live("Failed", 0).answers) == (True, False)


def test_image_is_compared_as_asked_for() -> None:
    """AWS answers a resolved image beside the one that it was told."""
    deployed = {"SpecifiedImage": "repo:1", "ResolvedImage": "repo@sha256:1"}
    answer = {
        "InferenceComponentName": "c",
        "InferenceComponentArn": "a",
        "EndpointName": "e",
        "InferenceComponentStatus": "InService",
        "Specification": {"Container": {"DeployedImage": deployed, "Environment": {"Some_KEY": "1"}}},
    }
    assert from_answer(answer).specification == {"container": {"image": "repo:1", "environment": {"Some_KEY": "1"}}}


@pytest.mark.parametrize(
    ("specification", "expected"),
    [
        (SPECIFICATION, "m"),
        ({"container": {"artifactUrl": "s3://x/y", "image": "i"}}, "s3://x/y"),
        ({"container": {"image": "i"}}, "i"),
        ({}, "its specification"),
    ],
)
def test_label_is_what_a_reader_recognises(specification: dict[str, Any], expected: str) -> None:
    """Models before artifacts before images."""
    assert label({"specification": specification}) == expected


def test_history_of_a_base_has_its_model_only() -> None:
    """Artifacts are told where the component loads one by itself."""
    assert entry({"endpointName": "e", "specification": SPECIFICATION}) == {
        "configuration": "",
        "models": ["m"],
        "machine": "",
        "kind": "components",
        "endpoint": "e",
    }


def test_models_of_an_endpoint_s_components_are_in_use(stage: Stage) -> None:
    """No configuration names them, so a retirement asks the components."""
    stage.component()
    assert models_in_use(stage.client("sagemaker"), stage.name) == {f"{stage.name}-one"}
