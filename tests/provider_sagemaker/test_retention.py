"""The last few versions stay for a rollback while the endpoint lives; with it gone nothing stays."""

from datetime import UTC, datetime, timedelta

from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.retention import Retirement, Version, retirement
from tests.provider_sagemaker.stage import Stage, State

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
