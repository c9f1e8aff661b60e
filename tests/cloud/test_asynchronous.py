"""Asynchronous inference for real: queued, computed by the local model, written to S3, announced."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique, until
from tests.cloud.hosted_script import bucket, endpoint, invoke, model, variant


def asynchronous(cloud: Sandbox, where: str, topic: str | None = None, role: str | None = None) -> str:
    """Host an asynchronous endpoint that writes into a bucket."""
    output: dict[str, Any] = {"S3OutputPath": f"s3://{where}/answers", "S3FailurePath": f"s3://{where}/failures"}
    if topic:
        output["NotificationConfig"] = {"SuccessTopic": topic, "ErrorTopic": topic}
    only = variant(cloud, ModelName=model(cloud, role=role))
    return endpoint(cloud, only, AsyncInferenceConfig={"OutputConfig": output})


def send(cloud: Sandbox, name: str, where: str, data: Any = (1,), key: str = "question.json") -> dict[str, Any]:
    """Upload a question and ask it."""
    cloud.client("s3").put_object(Bucket=where, Key=key, Body=json.dumps(list(data)))
    return ask(cloud, name, f"s3://{where}/{key}")


def ask(cloud: Sandbox, name: str, location: str, **fields: Any) -> dict[str, Any]:
    """Ask a question that lies in S3."""
    answer = cloud.client("sagemaker-runtime").invoke_endpoint_async(
        EndpointName=name, InputLocation=location, ContentType="application/json", **fields
    )
    return dict(answer)


def written(cloud: Sandbox, uri: str) -> bytes | None:
    """Read an object if it is there."""
    where, _, key = uri.removeprefix("s3://").partition("/")
    s3 = cloud.client("s3")
    found = s3.list_objects_v2(Bucket=where, Prefix=key).get("Contents")
    return bytes(s3.get_object(Bucket=where, Key=key)["Body"].read()) if found else None


def arrived(cloud: Sandbox, uri: str) -> str:
    """Wait for an object and read it."""
    found: bytes = until(lambda: written(cloud, uri))
    return found.decode()


def test_the_answer_is_written_to_s3(cloud: Sandbox) -> None:
    """The local model computes it, and the location is known at once."""
    where = bucket(cloud)
    answer = send(cloud, asynchronous(cloud, where), where)
    assert answer["OutputLocation"].startswith(f"s3://{where}/answers/")
    assert json.loads(arrived(cloud, answer["OutputLocation"])) == [2.0]


def test_a_failure_is_written_too(cloud: Sandbox) -> None:
    """What the script refuses lands at the failure location."""
    where = bucket(cloud)
    answer = send(cloud, asynchronous(cloud, where), where, (-1,))
    assert "negative" in arrived(cloud, answer["FailureLocation"])


def test_a_missing_question_fails(cloud: Sandbox) -> None:
    """An input that is not there is found out when its turn comes."""
    where = bucket(cloud)
    answer = ask(cloud, asynchronous(cloud, where), f"s3://{where}/absent.json")
    assert "does not exist" in arrived(cloud, answer["FailureLocation"])


def test_the_caller_may_name_the_request(cloud: Sandbox) -> None:
    """InferenceId comes back."""
    where = bucket(cloud)
    answer = ask(cloud, asynchronous(cloud, where), f"s3://{where}/absent.json", InferenceId="mine")
    assert answer["InferenceId"] == "mine"


def test_a_topic_hears_of_the_outcome(cloud: Sandbox) -> None:
    """Success and failure are announced."""
    where = bucket(cloud)
    topic = cloud.client("sns").create_topic(Name=unique("topic"))["TopicArn"]
    name = asynchronous(cloud, where, topic)
    arrived(cloud, send(cloud, name, where)["OutputLocation"])

    def told() -> list[dict[str, Any]]:
        return [one for one in cloud.control("deliveries") if one["topic"] == topic]

    (delivery,) = until(told)
    assert delivery["delivered"]


def test_a_sleeping_endpoint_wakes_up_and_answers(cloud: Sandbox) -> None:
    """Without an instance the request waits; the alarm on that brings one, and then it is answered."""
    where = bucket(cloud)
    name = asynchronous(cloud, where)
    scope = cloud.register(name, low=0)
    alarm_on_backlog(cloud, name, wake_up_policy(cloud, scope))
    cloud.control("scale", {"endpoint": name, "variant": "main", "count": 0})
    cloud.settled(name)
    answer = send(cloud, name, where)
    assert json.loads(arrived(cloud, answer["OutputLocation"])) == [2.0]
    assert cloud.settled(name)["ProductionVariants"][0]["CurrentInstanceCount"] == 1


def test_a_request_that_waits_too_long_expires(cloud: Sandbox) -> None:
    """RequestTTLSeconds ends the waiting."""
    where = bucket(cloud)
    name = asynchronous(cloud, where)
    cloud.control("scale", {"endpoint": name, "variant": "main", "count": 0})
    cloud.settled(name)
    answer = ask(cloud, name, f"s3://{where}/absent.json", RequestTTLSeconds=60)
    cloud.hour()
    assert "time to live" in arrived(cloud, answer["FailureLocation"])


def test_the_role_must_be_allowed_to_write(cloud: Sandbox) -> None:
    """A role of ours without s3:PutObject on the output fails the request and says so."""
    where = bucket(cloud)
    role = reading_role(cloud, where)
    answer = send(cloud, asynchronous(cloud, where, role=role), where)
    assert "is not allowed to perform s3:PutObject" in arrived(cloud, answer["FailureLocation"])


def test_each_endpoint_has_its_own_operation(cloud: Sandbox) -> None:
    """A real-time endpoint refuses InvokeEndpointAsync, an asynchronous one InvokeEndpoint."""
    where = bucket(cloud)
    with pytest.raises(ClientError, match="is not an asynchronous inference endpoint"):
        ask(cloud, endpoint(cloud), f"s3://{where}/a")
    with pytest.raises(ClientError, match="use InvokeEndpointAsync instead"):
        invoke(cloud, asynchronous(cloud, where))


def wake_up_policy(cloud: Sandbox, scope: dict[str, str]) -> str:
    """Put the step policy that brings the first instance."""
    answer = cloud.client("application-autoscaling").put_scaling_policy(
        PolicyName="wake-up",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}],
        },
        **scope,
    )
    return str(answer["PolicyARN"])


def alarm_on_backlog(cloud: Sandbox, name: str, action: str) -> None:
    """Put the alarm that goes off when a request waits and there is no instance."""
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=f"backlog-{name}",
        Namespace="AWS/SageMaker",
        MetricName="HasBacklogWithoutCapacity",
        Dimensions=[{"Name": "EndpointName", "Value": name}],
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        AlarmActions=[action],
    )


def reading_role(cloud: Sandbox, where: str) -> str:
    """Create a role that SageMaker assumes and that may only read."""
    iam = cloud.client("iam")
    name = unique("role")
    trust = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    reads = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{where}/*"}
    iam.put_role_policy(
        RoleName=name, PolicyName="read", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [reads]})
    )
    return str(role)
