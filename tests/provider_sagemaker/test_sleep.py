"""An endpoint outside its opening hours is deleted but not gone: a parameter says what it wakes with."""

import json
from dataclasses import replace
from typing import Any

import pytest

from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.parameter.asleep import ROOT
from modelhost.provider.sagemaker.parameter.resizing import ROOT as SCALING_ROOT
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.machine import put_to_sleep, take_scaling
from tests.provider_sagemaker.meddling import MeddledCloud
from tests.provider_sagemaker.stage import LARGE, SMALL, Stage, State


def parameters(stage: Stage) -> dict[str, Any]:
    """What is kept in SSM for the sleeping endpoint."""
    names = [root + stage.name for root in (ROOT, SCALING_ROOT)]
    found = stage.client("ssm").get_parameters(Names=names)["Parameters"]
    return {each["Name"].removesuffix(stage.name): json.loads(each["Value"]) for each in found}


def asleep(stage: Stage, **changes: Any) -> State:
    """An endpoint that sleeps."""
    configuration = stage.configuration(count=2)
    state = stage.endpoint(configuration, sleeps=True, **changes)
    put_to_sleep(stage, configuration.id)
    return state


def test_sleeping_endpoint_is_no_drift(stage: Stage) -> None:
    """A refresh at night keeps it as it was, and a preview shows nothing."""
    state = asleep(stage)
    refreshed = stage.read(state)
    assert refreshed == state
    assert stage.changed(state) == {}


def test_refresh_in_the_evening_waits_for_the_sleep(stage: Stage) -> None:
    """An endpoint on its way to sleep is read once it sleeps, and on its way back once it serves."""
    configuration = stage.configuration(count=2)
    state = stage.endpoint(configuration, sleeps=True)
    put_to_sleep(stage, configuration.id, wait=False)
    assert stage.read(state) == state
    stage.client("sagemaker").create_endpoint(EndpointName=stage.name, EndpointConfigName=configuration.id)
    awake = stage.read(state)
    assert awake
    assert awake.outputs["liveConfigName"] == configuration.id


def test_absent_endpoint_that_may_not_sleep_is_gone(stage: Stage) -> None:
    """Without opening hours, or without the parameter, absent means gone."""
    state = asleep(stage)
    awake_only = State(state.id, {**state.inputs, "sleeps": False}, state.outputs)
    assert stage.read(awake_only) is None
    stage.client("ssm").delete_parameter(Name=ROOT + stage.name)
    assert stage.read(state) is None


def test_release_at_night_is_what_it_wakes_with(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An up writes the new configuration into the parameter, keeps the rest of it, and starts no machine."""
    state = asleep(stage)
    release = stage.configuration()
    embedded_aws.control("DELETE", "calls")
    state = stage.update(state, endpointConfigName=release.id)
    assert parameters(stage)[ROOT] == {"configuration": release.id, "count": 2, "machines": "own"}
    assert (state.outputs["liveConfigName"], stage.changed(state)) == (release.id, {})
    assert embedded_aws.calls("CreateEndpoint") == []


def test_count_at_night_is_what_it_wakes_with(stage: Stage) -> None:
    """A count that Pulumi owns goes into the parameter too."""
    state = asleep(stage, desiredInstanceCount=2)
    state = stage.update(state, desiredInstanceCount=4)
    assert (parameters(stage)[ROOT]["count"], stage.changed(state)) == (4, {})


def test_tags_at_night_wait_for_the_morning(stage: Stage) -> None:
    """What only a live endpoint takes is said, and shows as a change until it is applied."""
    state = asleep(stage)
    state = stage.update(state, tags={"owner": "you"})
    assert stage.logged[-1].startswith(f"warning: endpoint {stage.name} sleeps; run `pulumi up` after it woke")
    assert set(stage.changed(state)) == {"tags.owner"}


def test_release_at_night_keeps_the_size(stage: Stage) -> None:
    """The size that it fell asleep with is the size that it wakes with."""
    sizes, release = stage.sizes(), stage.sizes()
    by_size = {machine: configuration.id for machine, configuration in sizes.items()}
    state = stage.endpoint(sizes[SMALL], configNamesBySize=by_size, sleeps=True)
    stage.resize(sizes[LARGE].id)
    put_to_sleep(stage, sizes[LARGE].id)
    news = {machine: configuration.id for machine, configuration in release.items()}
    state = stage.update(state, endpointConfigName=release[SMALL].id, configNamesBySize=news)
    assert parameters(stage)[ROOT]["configuration"] == release[LARGE].id
    assert (state.outputs["liveSize"], stage.changed(state)) == (LARGE, {})


def test_endpoint_that_may_sleep_no_more_is_woken(stage: Stage) -> None:
    """Opening hours taken out of the program at night bring the endpoint back, and the parameters go."""
    state = asleep(stage)
    release = stage.configuration()
    state = stage.update(state, sleeps=False, endpointConfigName=release.id)
    assert (stage.live()["EndpointConfigName"], parameters(stage)) == (release.id, {})


def test_endpoint_that_woke_meanwhile_is_updated_live(stage: Stage) -> None:
    """In the morning an up works on the endpoint, whatever the parameter says."""
    state = asleep(stage)
    stage.client("sagemaker").create_endpoint(
        EndpointName=stage.name, EndpointConfigName=state.inputs["endpointConfigName"]
    )
    release = stage.configuration()
    assert stage.update(state, endpointConfigName=release.id).outputs["liveConfigName"] == release.id


def test_creation_forgets_an_old_sleep(stage: Stage) -> None:
    """A parameter of an endpoint of before does not make the new one look asleep."""
    configuration = stage.configuration()
    for root in (ROOT, SCALING_ROOT):
        stage.client("ssm").put_parameter(Name=root + stage.name, Value="{}", Type="String")
    stage.endpoint(configuration, sleeps=True)
    assert parameters(stage) == {}


def test_destroy_at_night_leaves_nothing(stage: Stage) -> None:
    """The parameters go first, so that nothing wakes what is about to go."""
    state = asleep(stage)
    Endpoint().delete(stage.context(), state.id, state.outputs)
    assert (parameters(stage), stage.history()) == ({}, [])
    assert stage.read(state) is None


@pytest.mark.parametrize("keep", [1, 3])
def test_versions_survive_the_night(stage: Stage, keep: int) -> None:
    """A release at night retires old versions only: what it wakes with stays, and so do the newest."""
    model = stage.model(keep=keep)
    configuration = stage.configuration(model, keep=keep)
    state = stage.endpoint(configuration, sleeps=True)
    put_to_sleep(stage, configuration.id)
    release = stage.configuration(keep=keep)
    stage.update(state, endpointConfigName=release.id)
    stage.retire(configuration, model)
    assert release.id in stage.configurations()
    assert len(stage.configurations()) == min(keep, 2)


def test_waking_for_good_brings_instances_scaling_and_alarms_back(stage: Stage) -> None:
    """What the machine took away in the evening is there again, as it was."""
    alarm = stage.alarm()
    configuration = stage.configuration()
    state = stage.endpoint(configuration, sleeps=True, alarmNames=[alarm])
    stage.autoscale()
    before = stage.scaling()
    take_scaling(stage, "asleep")
    put_to_sleep(stage, configuration.id, count=3)
    stage.client("cloudwatch").disable_alarm_actions(AlarmNames=[alarm])
    stage.update(state, sleeps=False)
    assert (stage.scaling(), stage.count(), stage.speaks(alarm)) == (before, 3, True)
    assert parameters(stage) == {}


def test_endpoint_that_wakes_as_the_up_writes_is_updated_live(stage: Stage) -> None:
    """A machine that read the parameter a moment before our write starts the old version; the up ships the new one."""
    state = asleep(stage)
    old, release = state.inputs["endpointConfigName"], stage.configuration()
    waking = MeddledCloud(
        "PutParameter",
        lambda: stage.client("sagemaker").create_endpoint(EndpointName=stage.name, EndpointConfigName=old),
    )
    state = replace(stage, cloud=waking).update(state, endpointConfigName=release.id)
    assert (state.outputs["liveConfigName"], stage.live()["EndpointConfigName"]) == (release.id, release.id)
