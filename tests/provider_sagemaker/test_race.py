"""What others do at the worst moment of an update, and what SageMaker leaves when even its rollback fails."""

from dataclasses import replace

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.endpoint import Endpoint
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.machine import kept, take_scaling
from tests.provider_sagemaker.meddling import MeddledCloud, MixedCloud
from tests.provider_sagemaker.stage import LARGE, SMALL, Stage, State

MOVING = {"code": "ValidationException", "message": 'Cannot update in-progress endpoint "arn".'}


def test_endpoint_that_moves_at_our_call_is_waited_for(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The autoscaler may act between our look and our call: SageMaker refuses, and is asked again."""
    state, release = stage.endpoint(stage.configuration()), stage.configuration()
    embedded_aws.fault("UpdateEndpoint", error=MOVING)
    assert stage.update(state, endpointConfigName=release.id).outputs["liveConfigName"] == release.id


@pytest.mark.parametrize("news", [{"desiredInstanceCount": 2}, {"variantWeights": {"main": 0.5}}])
def test_moving_endpoint_takes_counts_and_weights_later(
    stage: Stage, embedded_aws: EmbeddedAws, news: dict[str, object]
) -> None:
    """The same holds for the other call that changes an endpoint."""
    state = stage.endpoint(stage.configuration())
    embedded_aws.fault("UpdateEndpointWeightsAndCapacities", error=MOVING)
    assert stage.changed(stage.update(state, **news)) == {}


def test_moving_endpoint_is_deleted_later(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """And for its end."""
    state = stage.endpoint(stage.configuration())
    embedded_aws.fault("DeleteEndpoint", error=MOVING)
    Endpoint().delete(stage.context(), state.id, state.outputs)
    assert stage.read(state) is None


def test_machine_that_begins_with_us_goes_first(stage: Stage) -> None:
    """A machine that took its lock as we wrote our record took the scaling too: it is captured again behind it."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    before, release = stage.scaling(), stage.configuration(machine=LARGE)
    meddled = replace(stage, cloud=MeddledCloud("PutParameter", lambda: take_scaling(stage, "working")))
    state = meddled.update(state, endpointConfigName=release.id)
    assert (state.outputs["liveConfigName"], stage.scaling(), kept(stage)) == (release.id, before, [])
    assert not stage.recorded()


def test_wait_for_such_a_machine_that_ends_leaves_no_record(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The record of an update that touched nothing would keep the machine waiting for the next up."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    embedded_aws.fault("DescribeExecution", "stepfunctions", error={"code": "AccessDeniedException"})
    meddled = replace(stage, cloud=MeddledCloud("PutParameter", lambda: take_scaling(stage, "working")))
    context = meddled.context()
    news = {**state.inputs, "endpointConfigName": stage.configuration().id}
    context.cancelled.set()
    with pytest.raises(PartialUpdate, match="stopped while a state machine works"):
        Endpoint().update(context, state.id, state.outputs, state.inputs, news)
    assert not stage.recorded()


def mixed(stage: Stage) -> Stage:
    """The same stage where SageMaker failed to roll back."""
    return replace(stage, cloud=MixedCloud())


@pytest.mark.parametrize("refresh", [False, True])
def test_mix_of_old_and_new_is_not_the_end(stage: Stage, refresh: bool) -> None:
    """An update whose rollback failed too is an error, shows as a change, and the next up makes one of it."""
    state, release = stage.endpoint(stage.configuration()), stage.configuration()
    with pytest.raises(PartialUpdate, match="serves a mix of old and new instances, because both") as caught:
        mixed(stage).update(state, endpointConfigName=release.id)
    state = State(state.id, {**state.inputs, "endpointConfigName": release.id}, caught.value.outputs)
    state = (mixed(stage).read(state) if refresh else state) or state
    assert mixed(stage).changed(state) == {"endpointConfigName": "update"}
    state = stage.update(state)
    assert (state.outputs["liveConfigName"], stage.changed(state)) == (release.id, {})


def test_mix_at_a_size_is_a_change_of_that_size(stage: Stage) -> None:
    """Where a clock owns the size, the size stays and its configuration is brought live again."""
    sizes = stage.sizes()
    by_size = {machine: configuration.id for machine, configuration in sizes.items()}
    state = stage.endpoint(sizes[SMALL], configNamesBySize=by_size)
    assert mixed(stage).changed(state) == {f'configNamesBySize["{SMALL}"]': "update"}
