"""The server itself: its port, its journal, its faults, its end, and what awscli says to it."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import REGION, Sandbox, start, stop, unique, until


def test_the_server_is_healthy(cloud: Sandbox) -> None:
    """The control plane answers on the port that was printed."""
    assert cloud.control("health") == {"status": "ok"}


def test_the_server_ends_on_sigterm(tmp_path: Path) -> None:
    """SIGTERM ends the server at once, with status 0."""
    sandbox = start(tmp_path)
    stop(sandbox)
    assert sandbox.process.returncode == 0


def test_the_server_ends_with_its_parent(tmp_path: Path) -> None:
    """When the given parent process is gone, so is the server."""
    parent = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    sandbox = start(tmp_path, "--parent-pid", str(parent.pid))
    parent.communicate(timeout=20)
    sandbox.process.communicate(timeout=20)
    assert sandbox.process.returncode == 0


def test_the_journal_remembers_calls(cloud: Sandbox) -> None:
    """A call is journalled with its parameters, status and error."""
    name = unique("absent")
    with pytest.raises(ClientError):
        cloud.client("sagemaker").describe_endpoint(EndpointName=name)
    calls = cloud.control("calls?service=sagemaker&operation=DescribeEndpoint")
    (call,) = [one for one in calls if one["params"] == {"EndpointName": name}]
    assert (call["status"], call["error"]) == (400, "ValidationException")


def test_the_journal_keeps_no_bodies(cloud: Sandbox) -> None:
    """Uploads are journalled by their headers and path, not by what they carry."""
    bucket = unique("bucket")
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=bucket, Key="model.tar.gz", Body=b"x" * 1000, ServerSideEncryption="aws:kms")
    calls = cloud.control("calls?service=s3&operation=PutObject")
    (call,) = [one for one in calls if one["params"]["Bucket"] == bucket]
    assert call["params"]["ServerSideEncryption"] == "aws:kms"
    assert "Body" not in call["params"]


def test_a_fault_meets_as_many_calls_as_asked(cloud: Sandbox) -> None:
    """A throttle is answered so often, then the call goes through."""
    name = unique("parameter")
    fault = {"service": "ssm", "operation": "PutParameter", "kind": "throttle", "count": 2, "match": {"Name": name}}
    cloud.control("faults", fault)
    ssm = cloud.client("ssm")
    for _ in range(2):
        with pytest.raises(ClientError, match="ThrottlingException"):
            ssm.put_parameter(Name=name, Value="x", Type="String")
    ssm.put_parameter(Name=name, Value="x", Type="String")


@pytest.mark.parametrize(
    ("service", "fault", "code", "status"),
    [
        ("iam", {"kind": "server_error"}, "InternalFailure", 500),
        ("iam", {"kind": "quota"}, "ResourceLimitExceeded", 400),
        ("iam", {"error": {"code": "LimitExceeded", "message": "m", "status": 409}}, "LimitExceeded", 409),
    ],
)
def test_the_kinds_of_fault(cloud: Sandbox, service: str, fault: dict[str, Any], code: str, status: int) -> None:
    """Each kind has its code and status in the service's protocol."""
    role = unique("role")
    cloud.control("faults", {"service": service, "operation": "GetRole", "match": {"RoleName": role}, **fault})
    with pytest.raises(ClientError) as raised:
        cloud.client(service).get_role(RoleName=role)
    response = raised.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)


def test_an_unknown_kind_of_fault_is_refused(cloud: Sandbox) -> None:
    """A typo in a fault does not pass silently."""
    with pytest.raises(urllib.error.HTTPError):
        cloud.control("faults", {"service": "iam", "operation": "GetRole", "kind": "typo"})


def test_what_is_not_implemented_says_so(cloud: Sandbox) -> None:
    """An operation that nobody implements is not pretended."""
    with pytest.raises(ClientError, match="does not implement sagemaker:DescribeInferenceExperiment"):
        cloud.client("sagemaker").describe_inference_experiment(Name="x")


def test_coverage_names_the_origin_of_operations(cloud: Sandbox) -> None:
    """An operation is answered by an extension, the ledger or moto, or is missing."""
    shown = cloud.control("coverage")
    assert "UpdateEndpoint" in shown["sagemaker"]["extension"]
    assert "CreateAnomalyMonitor" in shown["ce"]["ledger"]
    assert "CreateRole" in shown["iam"]["moto"]
    assert "CreateInferenceExperiment" in shown["sagemaker"]["missing"]
    assert "StartExecution" in shown["stepfunctions"]["extension"]
    assert "StartSyncExecution" in shown["stepfunctions"]["missing"]
    assert "PutTargets" in shown["events"]["guarded"]
    assert {"CreateBucket", "PutBucketPolicy", "DeleteObjects", "ListBuckets"} <= set(shown["s3"]["moto"])
    assert "DeleteObjects" in shown["s3"]["mended"]
    assert "GetBucketRequestPayment" in shown["s3"]["missing"]


def test_a_bucket_setting_that_nobody_keeps_is_not_pretended(cloud: Sandbox) -> None:
    """A question that moto would take for a listing of the bucket is answered by nobody."""
    name, s3 = unique("bucket"), cloud.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    with pytest.raises(ClientError, match="does not implement s3:GetBucketRequestPayment"):
        s3.get_bucket_request_payment(Bucket=name)


def test_resources_show_what_stands_until_it_is_gone(cloud: Sandbox) -> None:
    """A resource is listed with its tags while it stands."""
    name = unique("topic")
    sns = cloud.client("sns")
    arn = sns.create_topic(Name=name, Tags=[{"Key": "owner", "Value": "a"}])["TopicArn"]
    (shown,) = [one for one in cloud.control("resources") if one["name"] == name]
    assert (shown["kind"], shown["arn"], shown["tags"]) == ("topic", arn, {"owner": "a"})
    sns.delete_topic(TopicArn=arn)
    assert not [one for one in cloud.control("resources") if one["name"] == name]


@pytest.mark.parametrize(
    "command",
    [
        ["sagemaker", "list-endpoints"],
        ["application-autoscaling", "describe-scheduled-actions", "--service-namespace", "sagemaker"],
        ["cloudwatch", "describe-alarms"],
        ["budgets", "describe-budgets", "--account-id", "123456789012"],
        ["sns", "list-subscriptions"],
    ],
    ids=lambda command: command[0],
)
def test_awscli_speaks_with_the_server(cloud: Sandbox, command: list[str]) -> None:
    """The commands of the issue run by plain awscli."""
    aws = Path(sys.executable).with_name("aws")
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": cloud.url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
    }
    done = subprocess.run([sys.executable, aws, *command], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_two_servers_know_nothing_of_each_other(cloud: Sandbox, tmp_path: Path) -> None:
    """Each server has its own port and its own state."""
    name = unique("topic")
    cloud.client("sns").create_topic(Name=name)
    other = start(tmp_path)
    try:
        until(lambda: other.control("health"))
        assert not [one for one in other.control("resources") if one["name"] == name]
    finally:
        stop(other)
