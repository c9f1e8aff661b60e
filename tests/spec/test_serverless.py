"""Serverless endpoints, multi-model endpoints, routing and capture: shapes and refusals."""

from typing import Any

import pytest

from modelhost.spec.capture import CaptureSpec
from modelhost.spec.routing import RoutingSpec
from modelhost.spec.serverless import ServerlessSpec
from tests.spec.kind import HERE, LLM, SERVERLESS, of
from tests.spec.stack import loaded, told

AUTO = {"strategy": "auto", "replicas": {"count": 2, "min": 1, "max": 5}}


def test_the_configuration_is_the_apis() -> None:
    """Memory in MB, concurrency, and what is kept warm."""
    spec = ServerlessSpec(memory_gib=3, max_concurrency=20, provisioned_concurrency=5)
    assert spec.configuration() == {"memorySizeInMb": 3072, "maxConcurrency": 20, "provisionedConcurrency": 5}
    assert "provisionedConcurrency" not in ServerlessSpec(memory_gib=1, max_concurrency=1).configuration()


@pytest.mark.parametrize(
    ("fields", "warm"),
    [
        ({}, None),
        ({"serverless": {**SERVERLESS["serverless"], "provisioned_concurrency": 3}}, 3),
        ({"scaling": {"strategy": "horizontal", "replicas": {"count": 4}}}, 4),
        ({"scaling": AUTO}, 2),
    ],
)
def test_what_is_kept_warm_is_said_once(fields: dict[str, Any], warm: int | None) -> None:
    """By the request, or so many at creation."""
    assert loaded(of("serverless", **fields)).endpoints["it"].provisioned_concurrency == warm


def test_only_serverless_endpoints_are_kept_warm() -> None:
    """The others have instances."""
    assert loaded(of("realtime")).endpoints["it"].provisioned_concurrency is None


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"serverless": None},
            "serverless",
            "missing; write {memory_gib: 2, max_concurrency: 10}, with your own numbers",
        ),
        (
            {"serverless": {"memory_gib": 7, "max_concurrency": 1}},
            "serverless.memory_gib",
            "7 is too large; write 6 or less",
        ),
        (
            {"serverless": {"memory_gib": 1, "max_concurrency": 201}},
            "serverless.max_concurrency",
            "201 is too large; write 200 or less",
        ),
        (
            {"serverless": {"memory_gib": 1, "max_concurrency": 2, "provisioned_concurrency": 3}},
            "serverless.provisioned_concurrency",
            "3 exceeds max_concurrency 2; lower it, or raise max_concurrency",
        ),
        (
            {"scaling": {"strategy": "auto", "replicas": {"min": 1, "max": 11}}},
            "scaling.replicas.max",
            "11 exceeds serverless.max_concurrency 10; lower it, or raise max_concurrency",
        ),
        (
            {"serverless": {"memory_gib": 1, "max_concurrency": 9, "provisioned_concurrency": 3}, "scaling": AUTO},
            "serverless.provisioned_concurrency",
            "3 stands beside scaling.replicas, which are the provisioned concurrency; leave one of the two out",
        ),
        (
            {"model": {**SERVERLESS["model"], "size_gib": 1.9}},
            "serverless.memory_gib",
            "weights of 1.9 GiB exceed the 1.8 GiB usable of 2 (0.90); raise it up to 6, or write kind: realtime",
        ),
        (
            {"model": LLM["model"], "serverless": {"memory_gib": 6, "max_concurrency": 1}},
            "model.framework",
            "vllm has no container without GPU, and a serverless endpoint has none; "
            "write kind: realtime and a machine, or take another framework",
        ),
    ],
)
def test_a_serverless_endpoint_that_aws_refuses_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Memory, concurrency and containers are inside what serverless inference has."""
    changes = {key: value for key, value in fields.items() if value is not None}
    config = of("serverless", **changes)
    for key in fields.keys() - changes.keys():
        del config["endpoints"]["it"][key]
    assert told(config) == [f"{HERE}.{place}: {text}"]


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"model": {"artifact": "./models", "framework": "sklearn"}},
            "artifact",
            "'./models' is not a prefix of archives, which is what a multi-model endpoint loads from; "
            "write s3://<bucket>/<prefix>/",
        ),
        (
            {"model": {"artifact": "s3://b/m.tar.gz", "framework": "sklearn"}},
            "artifact",
            "'s3://b/m.tar.gz' is not a prefix of archives, which is what a multi-model endpoint loads from; "
            "write s3://<bucket>/<prefix>/",
        ),
        (
            {"model": {"artifact": "s3://b/m/", "framework": "huggingface"}},
            "framework",
            "huggingface does not load many models; use sklearn, xgboost, pytorch, tensorflow, or an image by digest",
        ),
        (
            {"model": {"artifact": "s3://b/m/", "framework": "pytorch"}, "machine": "ml.g6.xlarge"},
            "framework",
            "pytorch: many models on a GPU are loaded by Triton only; "
            "give a Triton image by digest, or take a machine without GPU",
        ),
    ],
)
def test_a_multi_model_endpoint_loads_on_demand(fields: dict[str, Any], place: str, text: str) -> None:
    """Its container loads models from a prefix by name."""
    assert told(of("multi-model", **fields)) == [f"{HERE}.model.{place}: {text}"]


@pytest.mark.parametrize(
    ("fields", "configuration"),
    [
        ({}, {"routingStrategy": "LEAST_OUTSTANDING_REQUESTS"}),
        ({"strategy": "random"}, {"routingStrategy": "RANDOM"}),
        ({"strategy": "kv-aware"}, {"routingStrategy": "KV_AWARE"}),
        (
            {"strategy": "prefix-aware", "prefix_length": 2048, "concurrency_threshold": 32},
            {
                "routingStrategy": "PREFIX_AWARE",
                "prefixAwareRoutingConfig": {"prefixLength": 2048, "concurrencyThreshold": 32},
            },
        ),
    ],
)
def test_routing_is_said_in_the_apis_words(fields: dict[str, Any], configuration: dict[str, Any]) -> None:
    """The words of the stack file in SageMaker's spelling."""
    assert RoutingSpec.model_validate(fields).configuration() == configuration


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"strategy": "random", "prefix_length": 2048},
            "prefix_length",
            "belongs to prefix-aware routing, and the strategy is random; leave one of the two",
        ),
        ({"strategy": "prefix-aware", "prefix_length": 100}, "prefix_length", "100 is too small; write 1024 or more"),
        (
            {"strategy": "kv-aware"},
            "strategy",
            "kv-aware: it asks vLLM what its cache holds, and sklearn is another server; "
            "write prefix-aware, or framework: vllm",
        ),
        (
            {"strategy": "round-robin"},
            "strategy",
            "'round-robin' is not a strategy; use least-outstanding-requests, random, prefix-aware or kv-aware",
        ),
    ],
)
def test_routing_that_aws_refuses_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Each number belongs to its strategy, each strategy to its server."""
    assert told(of("realtime", routing=fields)) == [f"{HERE}.routing.{place}: {text}"]
    assert told(of("realtime", **LLM, routing={"strategy": "kv-aware"})) == []


def test_capture_is_said_in_the_apis_words() -> None:
    """Whole per cents, and both directions in a fixed order."""
    spec = CaptureSpec.model_validate({"sample": 0.29, "directions": ["output", "input"]})
    assert (spec.percentage, spec.modes) == (29, ["Input", "Output"])


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        ({"sample": 0.005}, "sample", "0.005 is too small; write 0.01 or more"),
        ({"sample": 0.125}, "sample", "0.125 is no whole per cent, and SageMaker takes only those; write 0.12"),
        ({"sample": 20}, "sample", "20 is too large; write 1 or less (a fraction: 0.2)"),
        ({"sample": 1, "directions": ["input", "input"]}, "directions[1]", "input stands there twice; leave one"),
        ({"sample": 1, "directions": []}, "directions", "a list is too short; write 1 or more"),
        ({"sample": 1, "directions": ["in"]}, "directions[0]", "'in' is not a choice; use input or output"),
    ],
)
def test_capture_that_aws_refuses_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Whole per cents of input, output or both."""
    assert told(of("realtime", capture=fields)) == [f"{HERE}.capture.{place}: {text}"]


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        ({"max_concurrency": 1001}, "max_concurrency", "1001 is too large; write 1000 or less"),
        ({"retention_days": 0}, "retention_days", "0 is too small; write 1 or more"),
        (
            {"error_topic_arn": "arn:aws:sns:us-east-1:123456789012:failed"},
            "error_topic_arn",
            "'arn:aws:sns:us-east-1:123456789012:failed' is in us-east-1 but the stack is in us-west-2; "
            "name one of us-west-2",
        ),
    ],
)
def test_an_asynchronous_endpoint_that_aws_refuses_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Concurrency, retention and topics."""
    assert told(of("async", asynchronous=fields)) == [f"{HERE}.asynchronous.{place}: {text}"]
