"""Reading: drift shows, our own tags do not, and an endpoint made elsewhere is adopted."""

from modelhost.provider.sagemaker.endpoint import Endpoint
from tests.provider_sagemaker.stage import LARGE, VARIANT, Stage


def test_refresh_without_drift_changes_nothing(stage: Stage) -> None:
    """What a refresh reads equals what the create returned."""
    state = stage.endpoint(stage.configuration())
    assert Endpoint().read(stage.context(), state.id, state.inputs, state.outputs) == (
        state.id,
        state.inputs,
        state.outputs,
    )


def test_drift_of_configuration_and_tags_shows(stage: Stage) -> None:
    """A configuration or tag set by hand is seen."""
    state = stage.endpoint(stage.configuration())
    other = stage.configuration()
    sagemaker = stage.client("sagemaker")
    sagemaker.update_endpoint(EndpointName=stage.name, EndpointConfigName=other.id)
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=stage.name, WaiterConfig={"Delay": 1})
    sagemaker.add_tags(ResourceArn=state.outputs["arn"], Tags=[{"Key": "stray", "Value": "1"}])
    found = Endpoint().read(stage.context(), state.id, state.inputs, state.outputs)
    assert found
    assert found[1] == {**state.inputs, "endpointConfigName": other.id, "tags": {"owner": "ml", "stray": "1"}}


def test_drift_of_the_count_shows_only_where_pulumi_owns_it(stage: Stage) -> None:
    """An autoscaler's count is no drift; one that Pulumi set is."""
    configuration = stage.configuration(count=2)
    state = stage.endpoint(configuration, desiredInstanceCount=2)
    stage.scale(4)
    owned = Endpoint().read(stage.context(), state.id, state.inputs, state.outputs)
    free = {key: value for key, value in state.outputs.items() if key != "desiredInstanceCount"}
    others = Endpoint().read(stage.context(), state.id, stage.endpoint_inputs(configuration), free)
    assert owned
    assert others
    assert (owned[1]["desiredInstanceCount"], others[1].get("desiredInstanceCount")) == (4, None)


def test_endpoint_made_elsewhere_is_adopted_without_replacement(stage: Stage) -> None:
    """An import reads the endpoint as it is; the program's configuration is then an update, not a replacement."""
    theirs, ours = stage.configuration(), stage.configuration(machine=LARGE)
    stage.client("sagemaker").create_endpoint(EndpointName=stage.name, EndpointConfigName=theirs.id)
    found = Endpoint().read(stage.context(), stage.name, {}, {})
    assert found
    id, inputs, outputs = found
    assert inputs == {"name": stage.name, "endpointConfigName": theirs.id, "variantName": VARIANT, "alarmNames": []}
    stage.autoscale()
    before = stage.scaling()
    news = stage.endpoint_inputs(ours)
    diff = Endpoint().diff(stage.context(), id, inputs, outputs, news)
    assert (set(diff.changed), diff.replace) == ({"endpointConfigName", "tags"}, frozenset())
    reached = Endpoint().update(stage.context(), id, outputs, inputs, news)
    assert (reached["liveConfigName"], stage.scaling()) == (ours.id, before)


def test_endpoint_that_is_gone_reads_as_gone(stage: Stage) -> None:
    """A refresh drops what somebody deleted."""
    assert Endpoint().read(stage.context(), stage.name, {}, {}) is None
