"""What the preview shows of a component."""

from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Diff, Properties
from modelhost.provider.sagemaker.component import InferenceComponent
from modelhost.provider.wire import UNKNOWN
from tests.provider_component.stage import SHARE, Stage

SPECIFICATION: Properties = {"modelName": "m-1", "computeResourceRequirements": SHARE}
INPUTS: Properties = {
    "name": "c",
    "endpointName": "e",
    "variantName": "main",
    "specification": SPECIFICATION,
    "copyCount": 1,
    "alarmNames": [],
}
OUTPUTS: Properties = {**INPUTS, "copyCount": 3, "status": "InService", "liveModelName": "m-1"}


class Never:
    """No run left anything over."""

    def has(self, context: Context, name: str) -> bool:
        """None did."""
        return False


def diff(news: Properties, outputs: Properties = OUTPUTS, inputs: Properties = INPUTS) -> Diff:
    """The diff, without asking AWS."""
    resource: Any = InferenceComponent()
    resource._left_over = Never()
    found: Diff = resource.diff(Context(cloud=Cloud()), "c", inputs, outputs, {**inputs, **news})
    return found


@pytest.mark.parametrize(
    ("news", "changed", "replaced"),
    [
        ({}, {}, set()),
        ({"copyCount": 2}, {}, set()),
        ({"specification": {**SPECIFICATION, "modelName": "m-2"}}, {"specification.modelName": "update"}, set()),
        ({"specification": {**SPECIFICATION, "modelName": UNKNOWN}}, {"specification.modelName": "update"}, set()),
        ({"specification": UNKNOWN}, {"specification": "update"}, set()),
        ({"desiredCopyCount": 2}, {"desiredCopyCount": "add"}, set()),
        ({"deploymentConfig": {"a": 1}}, {"deploymentConfig": "add"}, set()),
        ({"name": "d"}, {"name": "update"}, {"name"}),
        ({"endpointName": "f"}, {"endpointName": "update"}, {"endpointName"}),
        ({"variantName": "other"}, {"variantName": "update"}, {"variantName"}),
        ({"variantName": None}, {}, set()),
        ({"tags": {"a": "b"}}, {"tags": "add"}, set()),
    ],
)
def test_changes(news: Properties, changed: dict[str, str], replaced: set[str]) -> None:
    """Where it is replaces a component, what it runs does not; copies at creation are no change at all."""
    found = diff(news)
    assert (dict(found.changed), set(found.replace)) == (changed, replaced)


def test_replacement_deletes_first() -> None:
    """The name is taken until the old component is gone."""
    assert diff({"endpointName": "f"}).delete_before_replace


def test_another_base_replaces_an_adapter() -> None:
    """An adapter hangs on its base for good."""
    adapter = {"baseInferenceComponentName": "b", "container": {"artifactUrl": "s3://b/a.tar.gz"}}
    inputs: Properties = {"name": "c", "endpointName": "e", "specification": adapter}
    moved = {"specification": {**adapter, "baseInferenceComponentName": "b-2"}}
    assert diff(moved, {**inputs, "variantName": "main"}, inputs).replace == {
        "specification.baseInferenceComponentName"
    }


def test_variant_that_sagemaker_chose_is_no_change() -> None:
    """A program that names the variant after the fact changes nothing."""
    inputs = {key: value for key, value in INPUTS.items() if key != "variantName"}
    assert dict(diff({"variantName": "main"}, OUTPUTS, inputs).changed) == {}


def test_what_is_live_counts_not_what_was_asked_for() -> None:
    """After a rollback the state holds the old model, so the new one shows as a change again."""
    rolled_back = {**OUTPUTS, "specification": {**SPECIFICATION, "modelName": "m-0"}}
    assert dict(diff({}, rolled_back).changed) == {"specification.modelName": "update"}


def test_left_over_record_shows_as_a_change(stage: Stage) -> None:
    """With nothing else to do, the record of a killed run makes the next up complete it."""
    state = stage.component()
    stage.client("ssm").put_parameter(
        Name=f"/modelhost/update/component/{stage.component_name}", Value="x", Type="String"
    )
    assert stage.diff(state) == ({"status": "update"}, frozenset())
