"""Each kind of endpoint differs in what it must, and in nothing else."""

import json

import pytest

from components.alarm import INSTANCES, Of
from components.alarm_plan import Watched
from components.kind.table import SHAPES
from modelhost.catalog.machine import machine
from modelhost.spec.alarm import AlarmSpec, SloSpec
from modelhost.spec.kind import EndpointKind
from tests.components.kind.hosting import KINDS, SOURCE, endpoint

SLO = SloSpec(p99_ms=300, error_rate=0.001)


def made(build, kind, **spec):
    """Return what is registered for an endpoint of *kind*."""
    return build(lambda: endpoint(kind, **spec))


def plan(kind, guarded=True):
    """Return the alarms of a kind."""
    host = None if kind == "serverless" else machine("ml.g6.xlarge")
    return SHAPES[EndpointKind(kind)].alarms(Watched(host, AlarmSpec(), SLO, guarded))


def test_every_kind_has_a_shape():
    """The table forgets none."""
    assert set(SHAPES) == set(EndpointKind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_have_one_name_whatever_the_kind(build, kind):
    """Changing the kind replaces the endpoint where it stands, instead of making a second of the same name."""
    found = made(build, kind)
    names = {each.name for each in found.resources if each.type.startswith("modelhost:index:")}
    assert {"digits", "digits-model", "digits-configuration"} <= names
    assert found.one("modelhost:index:Endpoint")["kind"] == kind


def test_a_serverless_model_has_no_network_of_ours(build):
    """SageMaker refuses a VPC and isolation there."""
    model = made(build, "serverless").one("modelhost:index:Model")
    assert "vpcConfig" not in model
    assert model["enableNetworkIsolation"] is False
    assert "-cpu-" in model["primaryContainer"]["image"]


def test_a_serverless_variant_has_memory_and_concurrency_instead_of_machines(build):
    """And the endpoint no number of instances."""
    found = made(build, "serverless", scaling={"strategy": "horizontal", "replicas": {"count": 3}})
    assert found.one("modelhost:index:EndpointConfiguration")["productionVariants"] == [
        {
            "variantName": "primary",
            "modelName": "digits-model",
            "initialVariantWeight": 1,
            "serverlessConfig": {"memorySizeInMb": 2048, "maxConcurrency": 20, "provisionedConcurrency": 3},
        }
    ]
    assert "desiredInstanceCount" not in found.one("modelhost:index:Endpoint")


def test_a_serverless_endpoint_may_be_paid_by_the_request(build):
    """Without scaling nothing is kept warm."""
    found = build(lambda: endpoint("serverless", {"initial_count": 1}, scaling=None))
    [variant] = found.one("modelhost:index:EndpointConfiguration")["productionVariants"]
    assert "provisionedConcurrency" not in variant["serverlessConfig"]


def test_a_multi_model_container_gets_the_prefix_of_all_models(build):
    """Which of them, each request says."""
    container = made(build, "multi-model").one("modelhost:index:Model")["primaryContainer"]
    assert (container["mode"], container["modelDataUrl"]) == ("MultiModel", SOURCE["s3DataSource"]["s3Uri"])
    assert "modelDataSource" not in container


@pytest.mark.parametrize(
    ("kind", "actions"),
    [
        ("realtime", ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]),
        ("multi-model", ["sagemaker:InvokeEndpoint"]),
        ("async", ["sagemaker:InvokeEndpointAsync"]),
        ("serverless", ["sagemaker:InvokeEndpoint"]),
    ],
)
def test_a_caller_may_do_what_the_kind_answers(build, kind, actions):
    """Streams only where there are any, and only this endpoint."""
    found = build(lambda: endpoint(kind).hosted.invoker_policy_json)
    grant = json.loads(found.value)["Statement"][0]
    assert (grant["Action"], grant["Resource"]) == (actions, ["arn:of:digits"])


def test_a_serverless_endpoint_has_no_alarm_on_machines():
    """There is no machine to run out of anything."""
    assert {metric.namespace for each in plan("serverless").alarms for metric in each.metrics.values()} == {
        "AWS/SageMaker"
    }


def test_an_asynchronous_endpoint_is_watched_by_its_queue():
    """It publishes neither Invocations nor OverheadLatency: alarms on them would be silent for ever."""
    alarms = plan("async").alarms
    metrics = {metric.name for each in alarms for metric in each.metrics.values()}
    assert not metrics & {"Invocations", "OverheadLatency", "ModelLatency", "Invocation5XXErrors"}
    assert {"ApproximateAgeOfOldestRequest", "ExpiredRequests", "InvocationFailures"} <= metrics
    requests = [m for each in alarms for m in each.metrics.values() if m.namespace != INSTANCES]
    assert {each.of for each in requests} == {Of.ENDPOINT}


def test_components_are_watched_by_the_component():
    """Utilisation is a percentage of a copy's share there, whatever the machine has."""
    alarms = {each.what: each for each in plan("components").alarms}
    assert {metric.of for each in alarms.values() for metric in each.metrics.values()} == {Of.COMPONENT}
    assert alarms["gpu"].threshold == pytest.approx(95)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rollout_is_guarded_by_one_to_ten_alarms_that_can_fire_while_it_bakes(kind):
    """SageMaker takes ten; latency, failures, and failures within two minutes; never how busy machines are."""
    guarding = plan(kind).guarding
    assert set(guarding) <= {"latency-p99", "errors-5xx", "rollout-errors"}
    assert "rollout-errors" in guarding
    fast = next(each for each in plan(kind).alarms if each.what == "rollout-errors")
    assert fast.period_seconds * fast.periods <= 120


def test_without_rollback_nothing_is_made_to_guard():
    """The alarm for rollouts goes with them."""
    assert "rollout-errors" not in {each.what for each in plan("realtime", guarded=False).alarms}
