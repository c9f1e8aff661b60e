"""Who answers: variants by weight, sessions, a canary's share, one model of many, components and adapters."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import IMAGE, Sandbox, until
from tests.cloud.hosted_component import (
    component,
    copies_of,
    create_adapter,
    host,
    scope_of_copies,
    settled_component,
    show,
    specification,
)
from tests.cloud.hosted_script import PROGRAM, ask, bucket, endpoint, invoke, model, upload, variant

SERVERLESS: dict[str, Any] = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}


def test_requests_are_split_by_weight(cloud: Sandbox) -> None:
    """Three to one, evenly, in every stretch of four."""
    first = variant(cloud, "main", 2.0, InitialVariantWeight=3.0)
    name = endpoint(cloud, first, variant(cloud, "b", 5.0))
    assert Counter(ask(cloud, name)[0] for _ in range(8)) == {2.0: 6, 5.0: 2}


def test_a_target_variant_answers_whatever_its_weight(cloud: Sandbox) -> None:
    """TargetVariant overrides the weights."""
    name = endpoint(cloud, variant(cloud), variant(cloud, "b", 5.0, InitialVariantWeight=0.0))
    assert ask(cloud, name, TargetVariant="b") == [5.0]


def test_a_session_sticks_to_its_variant(cloud: Sandbox) -> None:
    """NEW_SESSION opens one, and its requests stay together."""
    name = endpoint(cloud, variant(cloud), variant(cloud, "b", 5.0))
    opened = invoke(cloud, name, SessionId="NEW_SESSION")
    session, _, expires = opened["NewSessionId"].partition("; ")
    assert expires.startswith("Expires=")
    answers = {invoke(cloud, name, SessionId=session)["InvokedProductionVariant"] for _ in range(4)}
    assert answers == {opened["InvokedProductionVariant"]}


def test_a_session_expires(cloud: Sandbox) -> None:
    """A session that nobody opened, or that is too old, is refused."""
    name = endpoint(cloud)
    session = invoke(cloud, name, SessionId="NEW_SESSION")["NewSessionId"].partition(";")[0]
    cloud.hour()
    for unknown in (session, "absent"):
        with pytest.raises(ClientError, match=r"ValidationError.*was not found or has expired"):
            invoke(cloud, name, SessionId=unknown)


def test_a_canary_takes_its_share_of_the_requests(cloud: Sandbox) -> None:
    """While the canary bakes, one request in four reaches the new model."""
    name = endpoint(cloud, variant(cloud, InitialInstanceCount=4))
    cloud.slowly("UpdateEndpoint", name)
    routing = {"Type": "CANARY", "WaitIntervalInSeconds": 60, "CanarySize": {"Type": "INSTANCE_COUNT", "Value": 1}}
    cloud.client("sagemaker").update_endpoint(
        EndpointName=name,
        EndpointConfigName=cloud.configuration(model(cloud, 5.0), InitialInstanceCount=4),
        DeploymentConfig={"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing}},
    )
    assert Counter(ask(cloud, name)[0] for _ in range(4)) == {2.0: 4}
    cloud.hour(0.6)
    assert Counter(ask(cloud, name)[0] for _ in range(8)) == {2.0: 6, 5.0: 2}
    cloud.hour(0.5)
    assert ask(cloud, name) == [5.0]


def test_a_serverless_endpoint_answers(cloud: Sandbox) -> None:
    """Without instances, the model answers all the same."""
    assert ask(cloud, endpoint(cloud, variant(cloud, **SERVERLESS))) == [2.0]


@pytest.fixture(scope="module")
def many(cloud: Sandbox) -> str:
    """Host two archives below one prefix."""
    where = bucket(cloud)
    for key, factor in (("models/two.tar.gz", 2.0), ("models/deep/five.tar.gz", 5.0)):
        upload(cloud, factor, key, into=where)
    of_many = model(cloud, Mode="MultiModel", ModelDataUrl=f"s3://{where}/models/")
    return endpoint(cloud, variant(cloud, ModelName=of_many))


def test_one_model_of_many_answers(cloud: Sandbox, many: str) -> None:
    """TargetModel names the archive below the prefix, and each has a process of its own."""
    assert [ask(cloud, many, TargetModel=name) for name in ("two.tar.gz", "deep/five.tar.gz")] == [[2.0], [5.0]]
    pids = {ask(cloud, many, [0], TargetModel=name)[0] for name in ("two.tar.gz", "deep/five.tar.gz", "two.tar.gz")}
    assert len(pids) == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"TargetModel": "absent.tar.gz"}, "Failed to download model data(bucket: "),
        ({}, "TargetModel header is required"),
    ],
)
def test_one_of_many_must_be_named_and_there(cloud: Sandbox, many: str, fields: dict[str, str], words: str) -> None:
    """A multi-model endpoint answers for archives that exist."""
    with pytest.raises(ClientError, match=f"ValidationError.*{re.escape(words)}"):
        invoke(cloud, many, **fields)


def test_a_single_model_takes_no_target_model(cloud: Sandbox) -> None:
    """TargetModel belongs to multi-model endpoints."""
    with pytest.raises(ClientError, match="only supported for multi-model endpoints"):
        invoke(cloud, endpoint(cloud), TargetModel="a.tar.gz")


def serving_host(cloud: Sandbox, **fields: Any) -> tuple[str, str]:
    """Host a component that multiplies by two, and name its endpoint and itself."""
    name = host(cloud, **fields)
    return name, component(cloud, name, Specification=specification(cloud, model(cloud)))


def test_components_answer_by_name(cloud: Sandbox) -> None:
    """Two components of one endpoint answer each with its own model."""
    name, two = serving_host(cloud)
    asked = specification(cloud)
    del asked["ModelName"]
    container = {"Image": IMAGE, "ArtifactUrl": upload(cloud, 5.0), "Environment": PROGRAM}
    five = component(cloud, name, Specification={**asked, "Container": container})
    assert [ask(cloud, name, InferenceComponentName=one) for one in (two, five)] == [[2.0], [5.0]]


def test_an_adapter_answers_on_its_base(cloud: Sandbox) -> None:
    """The adapter's files lie over its base's, whose script runs; the base itself stays as it is."""
    name, base = serving_host(cloud)
    adapter = create_adapter(cloud, name, base, upload(cloud, 7.0, script=None))
    settled_component(cloud, adapter)
    assert [ask(cloud, name, InferenceComponentName=one) for one in (adapter, base)] == [[7.0], [2.0]]


def test_an_updated_component_answers_with_its_new_model(cloud: Sandbox) -> None:
    """After the update the new artifact computes."""
    name, two = serving_host(cloud)
    assert ask(cloud, name, InferenceComponentName=two) == [2.0]
    cloud.client("sagemaker").update_inference_component(
        InferenceComponentName=two, Specification=specification(cloud, model(cloud, 5.0))
    )
    settled_component(cloud, two)
    assert ask(cloud, name, InferenceComponentName=two) == [5.0]


def test_a_host_needs_the_components_name(cloud: Sandbox) -> None:
    """Without the header, and with a wrong one, AWS refuses."""
    name, _ = serving_host(cloud)
    with pytest.raises(ClientError, match="Inference Component Name header is required"):
        invoke(cloud, name)
    with pytest.raises(ClientError, match="Inference Component absent of account 123456789012 not found"):
        invoke(cloud, name, InferenceComponentName="absent")


def test_a_sleeping_component_refuses_and_wakes_up(cloud: Sandbox) -> None:
    """Callers see a 400 while it is cold; the alarm on that brings the first copy by its step policy."""
    name, two = serving_host(cloud, low=0)
    scope = scope_of_copies(two)
    autoscaling = cloud.client("application-autoscaling")
    autoscaling.register_scalable_target(**scope, MinCapacity=0, MaxCapacity=2)
    wake_up = autoscaling.put_scaling_policy(
        PolicyName="wake-up",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "MetricAggregationType": "Maximum",
            "Cooldown": 60,
            "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}],
        },
        **scope,
    )
    alarm_on_cold_requests(cloud, two, wake_up["PolicyARN"])
    for _ in range(2):
        cloud.hour()
        cloud.control("scale", {"component": two, "count": 0})
        settled_component(cloud, two)
        with pytest.raises(ClientError, match="Inference Component has no capacity to process this request") as raised:
            invoke(cloud, name, InferenceComponentName=two)
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        until(lambda: copies_of(show(cloud, two)) == (1, 1))
        assert ask(cloud, name, InferenceComponentName=two) == [2.0]


def alarm_on_cold_requests(cloud: Sandbox, name: str, action: str) -> None:
    """Put the alarm that goes off at the first request without a copy."""
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=f"cold-{name}",
        Namespace="AWS/SageMaker",
        MetricName="NoCapacityInvocationFailures",
        Dimensions=[{"Name": "InferenceComponentName", "Value": name}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        AlarmActions=[action],
    )
