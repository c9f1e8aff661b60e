"""One configuration per size: the program owns the sizes, a clock or an alarm which of them is live."""

from dataclasses import replace
from typing import Any

import pytest

from modelhost.provider.resource import PartialUpdate, Properties
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.wire import UNKNOWN
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.meddling import MeddledCloud
from tests.provider_sagemaker.stage import LARGE, SMALL, Stage, State


def named(sizes: dict[str, State]) -> Properties:
    """The endpoint's properties for one release: every size, the small one at creation."""
    by_size = {machine: state.id for machine, state in sizes.items()}
    return {"endpointConfigName": by_size[SMALL], "configNamesBySize": by_size}


def sized(stage: Stage) -> tuple[State, dict[str, State]]:
    """An endpoint with two sizes, live at the small one."""
    sizes = stage.sizes()
    return stage.endpoint(sizes[SMALL], **named(sizes)), sizes


def resized(stage: Stage) -> tuple[State, dict[str, State]]:
    """The same after a clock made it large."""
    state, sizes = sized(stage)
    stage.resize(sizes[LARGE].id)
    return state, sizes


def test_endpoint_begins_at_the_size_asked_for(stage: Stage) -> None:
    """The state says which size is live."""
    state, sizes = sized(stage)
    assert (state.outputs["liveConfigName"], state.outputs["liveSize"]) == (sizes[SMALL].id, SMALL)


def test_resize_by_a_clock_is_no_change(stage: Stage) -> None:
    """Neither with the state of before, nor after a refresh, does a preview want the small size back."""
    state, _ = resized(stage)
    refreshed = stage.read(state)
    assert refreshed
    assert (stage.changed(state), stage.changed(refreshed)) == ({}, {})


def test_refresh_shows_the_live_size_and_no_drift(stage: Stage) -> None:
    """Outputs follow what is live, inputs stay what the program wrote."""
    state, _ = resized(stage)
    refreshed = stage.read(state)
    assert refreshed
    assert (refreshed.inputs, refreshed.outputs["liveSize"]) == (state.inputs, LARGE)


@pytest.mark.parametrize("refresh", [False, True])
def test_new_model_ships_at_the_live_size(stage: Stage, refresh: bool) -> None:
    """An up after a clock made it large brings the large configuration of the new release live."""
    state, _ = resized(stage)
    state = (stage.read(state) if refresh else state) or state
    release = stage.sizes()
    state = stage.update(state, **named(release))
    assert stage.live()["EndpointConfigName"] == release[LARGE].id
    assert (state.outputs["liveSize"], stage.changed(state)) == (LARGE, {})


def test_preview_says_which_size_stays(stage: Stage) -> None:
    """With the names of the new release not known yet, the change and the size are shown."""
    state, _ = resized(stage)
    unknown = {"endpointConfigName": UNKNOWN, "configNamesBySize": {SMALL: UNKNOWN, LARGE: UNKNOWN}}
    assert set(stage.changed(state, **unknown)) == {
        f'configNamesBySize["{SMALL}"]',
        f'configNamesBySize["{LARGE}"]',
    }
    assert stage.logged[-1] == (
        f"info: endpoint {stage.name}: the live size {LARGE} stays; new versions go live at that size"
    )


def test_wholly_unknown_sizes_are_a_change(stage: Stage) -> None:
    """A preview that knows no name at all shows one change and does not fail."""
    state, _ = sized(stage)
    assert "configNamesBySize" in stage.changed(state, configNamesBySize=UNKNOWN)


def test_another_size_at_creation_moves_nothing(stage: Stage) -> None:
    """Once the endpoint lives, the clock owns the size."""
    state, sizes = sized(stage)
    assert stage.changed(state, endpointConfigName=sizes[LARGE].id) == {}


def test_new_version_of_another_size_leaves_the_live_one(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The large configuration alone changes: the state learns it, SageMaker is not asked for anything."""
    state, sizes = sized(stage)
    larger = stage.configuration(machine=LARGE, around={"size": LARGE})
    news = named({**sizes, LARGE: larger})
    assert stage.changed(state, **news) == {f'configNamesBySize["{LARGE}"]': "update"}
    embedded_aws.control("DELETE", "calls")
    state = stage.update(state, **news)
    assert (embedded_aws.calls("UpdateEndpoint"), state.outputs["liveConfigName"]) == ([], sizes[SMALL].id)


def test_live_size_that_the_program_dropped_is_left(stage: Stage) -> None:
    """Without its size among the sizes, the endpoint goes to the one asked for, and that is said before."""
    state, sizes = resized(stage)
    news = {"endpointConfigName": sizes[SMALL].id, "configNamesBySize": {SMALL: sizes[SMALL].id}}
    assert "endpointConfigName" in stage.changed(state, **news)
    assert f"its live size {LARGE} is not among {SMALL}" in stage.logged[-1]
    assert stage.update(state, **news).outputs["liveSize"] == SMALL


def test_fixed_size_takes_over_from_the_clock(stage: Stage) -> None:
    """Without configNamesBySize the program's one configuration goes live."""
    state, _ = resized(stage)
    fixed = stage.configuration()
    news = {"endpointConfigName": fixed.id, "configNamesBySize": None}
    assert set(stage.changed(state, **news)) == {"configNamesBySize", "endpointConfigName"}
    state = stage.update(state, **news)
    assert (stage.live()["EndpointConfigName"], state.outputs["liveSize"]) == (fixed.id, SMALL)


def test_clock_takes_over_from_a_fixed_size(stage: Stage) -> None:
    """An endpoint that is large already stays large when it gets sizes."""
    state = stage.endpoint(stage.configuration(machine=LARGE))
    release = stage.sizes()
    assert stage.update(state, **named(release)).outputs["liveConfigName"] == release[LARGE].id


def test_configuration_set_by_hand_is_drift(stage: Stage) -> None:
    """One that no size names shows as a change of the size that it has."""
    state, _ = sized(stage)
    stage.resize(stage.configuration().id)
    refreshed = stage.read(state)
    assert refreshed
    assert stage.changed(refreshed, **{k: state.inputs[k] for k in ("configNamesBySize", "endpointConfigName")}) == {
        f'configNamesBySize["{SMALL}"]': "update"
    }


def failed(stage: Stage, state: State, **news: Any) -> State:
    """An up that SageMaker rolls back."""
    with pytest.raises(PartialUpdate, match="rolled endpoint") as caught:
        stage.update(state, **news)
    return State(state.id, {**state.inputs, **news}, caught.value.outputs)


def test_fail_then_retry_ships_at_the_live_size(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """After a rollback the next up brings the new release live, large as the clock left it, scaling included."""
    state, _ = resized(stage)
    stage.autoscale()
    before, release = stage.scaling(), stage.sizes()
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    state = failed(stage, state, **named(release))
    assert stage.changed(state)
    state = stage.update(state)
    assert (state.outputs["liveConfigName"], stage.scaling()) == (release[LARGE].id, before)


def test_fail_then_revert_changes_nothing(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """With the old release in the program again, what is live is what is wanted."""
    state, sizes = resized(stage)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    state = stage.update(failed(stage, state, **named(stage.sizes())), **named(sizes))
    assert (stage.changed(state), stage.live()["EndpointConfigName"]) == ({}, sizes[LARGE].id)


def test_failed_creation_goes_to_the_size_asked_for_next(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """No size is live yet, so another size at creation may be tried when the first finds no capacity."""
    sizes = stage.sizes()
    inputs = stage.endpoint_inputs(sizes[SMALL], **named(sizes))
    embedded_aws.fault("CreateEndpoint", kind="capacity")
    with pytest.raises(Exception, match="capacity, not configuration") as caught:
        Endpoint().create(stage.context(), inputs)
    state = State(stage.name, inputs, caught.value.outputs)  # type: ignore[attr-defined]
    assert stage.changed(state, endpointConfigName=sizes[LARGE].id) == {"endpointConfigName": "update"}
    assert stage.update(state, endpointConfigName=sizes[LARGE].id).outputs["liveSize"] == LARGE


def test_clock_that_acts_as_the_update_begins_is_not_undone(stage: Stage) -> None:
    """A resize between our look and our call stops the update, with everything as it was; the next up ships there."""
    state, sizes = sized(stage)
    news = named(stage.sizes())
    meddled = replace(stage, cloud=MeddledCloud("PutParameter", lambda: stage.resize(sizes[LARGE].id)))
    with pytest.raises(PartialUpdate, match=r"a clock or an alarm resized it; run `pulumi up` again") as caught:
        meddled.update(state, **news)
    assert (caught.value.outputs["liveSize"], stage.recorded()) == (LARGE, False)
    state = State(state.id, {**state.inputs, **news}, caught.value.outputs)
    assert stage.update(state).outputs["liveConfigName"] == news["configNamesBySize"][LARGE]
