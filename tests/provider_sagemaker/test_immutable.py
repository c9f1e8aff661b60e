"""Models and configurations: replaced by any change but of tags, and read back as they were written."""

import pytest

from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.model import Model
from modelhost.provider.sagemaker.tag import read_tags
from tests.provider_sagemaker.stage import LARGE, Stage


def test_any_change_of_a_configuration_replaces_it(stage: Stage) -> None:
    """Another machine is another configuration."""
    state = stage.configuration()
    variant = {**state.inputs["productionVariants"][0], "instanceType": LARGE}
    news = {**state.inputs, "productionVariants": [variant]}
    diff = EndpointConfiguration().diff(stage.context(), state.id, state.inputs, state.outputs, news)
    assert (diff.replace, diff.delete_before_replace) == (frozenset({"productionVariants"}), False)


@pytest.mark.parametrize("news", [{"tags": {"owner": "you"}}, {"keep": 5}])
def test_tags_and_retention_change_in_place(stage: Stage, news: Properties) -> None:
    """Tags and the number of kept versions do not touch the object itself."""
    state = stage.model()
    diff = Model().diff(stage.context(), state.id, state.inputs, state.outputs, {**state.inputs, **news})
    assert (len(diff.changed), diff.replace) == (1, frozenset())


def test_tags_are_changed_and_ours_stay(stage: Stage) -> None:
    """An update of tags removes the user's old ones, never the provider's."""
    state = stage.model()
    outputs = Model().update(
        stage.context("Model"), state.id, state.outputs, state.inputs, {**state.inputs, "tags": {"team": "b"}}
    )
    tags = read_tags(stage.client("sagemaker"), outputs["arn"])
    assert (tags["team"], tags["modelhost:endpoint"], "owner" in tags) == ("b", stage.name, False)


def test_refresh_reads_what_was_written(stage: Stage) -> None:
    """No drift where there is none."""
    for resource, state in ((Model(), stage.model()), (EndpointConfiguration(), stage.configuration())):
        assert resource.read(stage.context(), state.id, state.inputs, state.outputs) == (
            state.id,
            state.inputs,
            state.outputs,
        )


def test_imported_objects_equal_written_ones(stage: Stage) -> None:
    """What a killed run made is imported without being replaced."""
    for resource, state in ((Model(), stage.model()), (EndpointConfiguration(), stage.configuration())):
        found = resource.read(stage.context(), state.id, {}, {})
        assert found
        diff = resource.diff(stage.context(), state.id, found[1], found[2], state.inputs)
        assert not diff.replace


def test_gone_object_reads_as_gone(stage: Stage) -> None:
    """A refresh drops what somebody deleted."""
    assert Model().read(stage.context(), "never-made", {}, {}) is None
    assert EndpointConfiguration().read(stage.context(), "never-made", {}, {}) is None
