"""The last few versions stay for a rollback while the endpoint lives; with it gone nothing stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from modelhost.provider.resource import PartialUpdate, Properties
from modelhost.provider.sagemaker import resources
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.named import Named
from modelhost.provider.sagemaker.retention import Retirement, Version, retirement
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import SMALL, Stage, State

START = datetime(2026, 1, 1, tzinfo=UTC)


def version(number: int, *models: str) -> Version:
    """The n-th version, with a model of its own unless told otherwise."""
    return Version(f"c{number}", START + timedelta(hours=number), models or (f"m{number}",))


def test_oldest_versions_go() -> None:
    """Of four versions with two kept, the two oldest go with their models."""
    assert retirement([version(n) for n in range(4)], 2, {"c3"}) == Retirement(("c1", "c0"), ("m1", "m0"))


def test_version_in_use_stays() -> None:
    """After a rollback the old version serves, and stays whatever its age."""
    assert retirement([version(n) for n in range(4)], 1, {"c0"}) == Retirement(("c2", "c1"), ("m2", "m1"))


def test_model_that_a_kept_version_names_stays() -> None:
    """A model shared by several configurations goes with the last of them."""
    assert retirement([version(0, "m"), version(1, "m")], 1, set()) == Retirement(("c0",), ())


def test_each_size_keeps_its_newest() -> None:
    """A size that was released once keeps that version, however often another was."""
    small = [Version(f"s{n}", START + timedelta(hours=n), ("m",), "small") for n in range(3)]
    large = Version("l0", START, ("m",), "large")
    assert retirement([*small, large], 2, set()) == Retirement(("s0",), ())


def released(stage: Stage, versions: int, keep: int) -> tuple[State, list[tuple[State, State]]]:
    """An endpoint that went through several versions, each retired by the next, as the engine does it."""
    history = [_version(stage, keep)]
    endpoint = stage.endpoint(history[0][1])
    for _ in range(versions - 1):
        history.append(_version(stage, keep))
        endpoint = stage.update(endpoint, endpointConfigName=history[-1][1].id)
        model, configuration = history[-2]
        stage.retire(configuration, model)
    return endpoint, history


def _version(stage: Stage, keep: int) -> tuple[State, State]:
    model = stage.model(keep=keep)
    return model, stage.configuration(model, keep=keep)


def test_newest_versions_are_kept(stage: Stage) -> None:
    """After four releases with two kept, the newest two configurations and their models exist."""
    _, history = released(stage, versions=4, keep=2)
    newest = history[-2:]
    assert stage.configurations() == sorted(configuration.id for _, configuration in newest)
    assert stage.models() == sorted(model.id for model, _ in newest)


def test_destroy_leaves_nothing(stage: Stage) -> None:
    """With the endpoint gone, the current and all retired versions go."""
    endpoint, history = released(stage, versions=3, keep=3)
    assert len(stage.configurations()) == 3
    Endpoint().delete(stage.context(), endpoint.id, endpoint.outputs)
    model, configuration = history[-1]
    stage.retire(configuration, model)
    assert (stage.configurations(), stage.models()) == ([], [])


def test_configuration_that_another_endpoint_uses_stays(stage: Stage) -> None:
    """Never is a configuration deleted from under an endpoint, whosever it is."""
    endpoint, history = released(stage, versions=2, keep=3)
    used = history[0][1]
    other = f"{stage.name}-b"
    stage.client("sagemaker").create_endpoint(EndpointName=other, EndpointConfigName=used.id)
    Endpoint().delete(stage.context(), endpoint.id, endpoint.outputs)
    model, configuration = history[-1]
    stage.retire(configuration, model)
    assert (stage.configurations(), stage.models()) == ([used.id], [history[0][0].id])


def test_versions_of_a_like_named_endpoint_stay(stage: Stage) -> None:
    """An endpoint whose name begins the same is another endpoint, told apart by the tag."""
    endpoint, history = released(stage, versions=1, keep=1)
    namesake = Stage(stage.cloud, f"{stage.name}-b")
    theirs = namesake.configuration()
    Endpoint().delete(stage.context(), endpoint.id, endpoint.outputs)
    stage.retire(history[0][1], history[0][0])
    assert stage.configurations() == [theirs.id]


def test_destroy_of_two_endpoints_in_one_run_leaves_nothing(stage: Stage) -> None:
    """What a run learnt of the second endpoint before deleting it does not keep its configuration alive."""
    neighbour = Stage(stage.cloud, f"{stage.name}-b")
    resource = EndpointConfiguration()
    ours, theirs = released(stage, versions=1, keep=1), released(neighbour, versions=1, keep=1)
    for on, (endpoint, history) in ((stage, ours), (neighbour, theirs)):
        Endpoint().delete(on.context(), endpoint.id, endpoint.outputs)
        model, configuration = history[-1]
        resource.delete(on.context(), configuration.id, configuration.outputs)
        on.retire(model)
    assert (stage.configurations(), stage.models()) == ([], [])


def test_every_size_of_the_kept_generations_stays(stage: Stage) -> None:
    """With two generations of two sizes kept, the third release retires the two configurations of the first."""
    generations = [stage.sizes(keep=2) for _ in range(3)]
    state = stage.endpoint(generations[0][SMALL], **named(generations[0]))
    for old, new in pairwise(generations):
        state = stage.update(state, **named(new))
        stage.retire(*old.values())
    kept = [configuration.id for sizes in generations[1:] for configuration in sizes.values()]
    assert stage.configurations() == sorted(kept)


def test_configuration_that_the_endpoint_still_names_stays(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """After an update that failed, the clock still needs every size of the old release, whatever is kept."""
    names = Named()
    old, new = stage.sizes(keep=1), stage.sizes(keep=1)
    state, news = stage.endpoint(old[SMALL], **named(old)), named(new)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate) as caught:
        stage.update(state, **news)
    Endpoint(names).diff(stage.context(), state.id, {**state.inputs, **news}, caught.value.outputs, state.inputs)
    for configuration in old.values():
        EndpointConfiguration(names).delete(stage.context(), configuration.id, configuration.outputs)
    assert stage.configurations() == sorted(each.id for each in (*old.values(), *new.values()))


def test_sizes_of_one_run_share_what_they_know(stage: Stage) -> None:
    """The provider's resources are made together, so that endpoint and configurations know the same names."""
    found = {type(each): each for each in resources()}
    old, new = stage.sizes(keep=1), stage.sizes(keep=1)
    state = stage.endpoint(old[SMALL], **named(old))
    endpoint, configuration = found[Endpoint], found[EndpointConfiguration]
    news = {**state.inputs, **named(new)}
    endpoint.diff(stage.context(), state.id, state.inputs, state.outputs, news)
    endpoint.update(stage.context(), state.id, state.outputs, state.inputs, news)
    for each in old.values():
        configuration.delete(stage.context(), each.id, each.outputs)
    assert stage.configurations() == sorted(each.id for each in new.values())


def named(sizes: dict[str, State]) -> Properties:
    """The endpoint's properties for one release."""
    by_size = {machine: state.id for machine, state in sizes.items()}
    return {"endpointConfigName": by_size[SMALL], "configNamesBySize": by_size}


def test_models_beyond_the_newest_go_even_when_no_configuration_names_them(stage: Stage) -> None:
    """What a killed run left of models is cleared away by a later retirement."""
    models = [stage.model(keep=2) for _ in range(4)]
    stage.endpoint(stage.configuration(models[3]))
    stage.retire(models[2])
    assert stage.models() == sorted(model.id for model in models[2:])


def test_pinned_model_stays_however_old(stage: Stage) -> None:
    """A configuration that serves an early model again keeps it."""
    models = [stage.model(keep=1) for _ in range(3)]
    stage.endpoint(stage.configuration(models[0], keep=1))
    stage.retire(models[1])
    assert stage.models() == sorted((models[0].id, models[2].id))


def test_sizes_destroyed_side_by_side_leave_nothing(stage: Stage) -> None:
    """The engine deletes configurations in parallel; each meets what another has just deleted."""
    generations = [stage.sizes() for _ in range(3)]
    state = stage.endpoint(generations[0][SMALL], **named(generations[0]))
    Endpoint().delete(stage.context(), state.id, state.outputs)
    every = [configuration for sizes in generations for configuration in sizes.values()]
    with ThreadPoolExecutor(len(every)) as pool:
        list(pool.map(stage.retire, every))
    assert (stage.configurations(), stage.models()) == ([], [])


def test_version_that_goes_between_two_questions_is_gone(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Tags and models of a version that somebody deleted a moment ago are none, and no error."""
    state = stage.endpoint(stage.configuration(keep=1))
    old = stage.configuration(keep=1)
    gone = {"code": "ResourceNotFound", "message": "gone", "status": 400}
    embedded_aws.fault("ListTags", error=gone)
    stage.retire(old)
    assert state.inputs["endpointConfigName"] in stage.configurations()
