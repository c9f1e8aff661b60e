"""What the server understands on the wire beyond boto3's own choice of protocol."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import botocore.session
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from tests.cloud.embedded import REGION, Sandbox, unique

PROTOCOL = "smithy-rpc-v2-cbor"
SCOPE = (
    f"AWS4-HMAC-SHA256 Credential=testing/20260101/{REGION}/monitoring/aws4_request, SignedHeaders=host, Signature=0"
)


def ask(cloud: Sandbox, operation: str, **params: Any) -> Any:
    """Ask CloudWatch in CBOR, as the newest SDKs do."""
    model = botocore.session.get_session().get_service_model("cloudwatch").operation_model(operation)
    serialized = create_serializer(PROTOCOL).serialize_to_request(params, model)
    request = urllib.request.Request(
        cloud.url + serialized["url_path"], bytes(serialized["body"]), {**serialized["headers"], "Authorization": SCOPE}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            status, headers, body = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, headers, body = error.code, error.headers, error.read()
    lowered = {name.lower(): value for name, value in headers.items()}
    return create_parser(PROTOCOL).parse({"body": body, "headers": lowered, "status_code": status}, model.output_shape)


def test_cbor_reaches_our_handlers(cloud: Sandbox) -> None:
    """An alarm put in CBOR is described in CBOR."""
    name = unique("alarm")
    ask(
        cloud,
        "PutMetricAlarm",
        AlarmName=name,
        MetricName="Invocations",
        Namespace="AWS/SageMaker",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.5,
        ComparisonOperator="LessThanThreshold",
    )
    (shown,) = ask(cloud, "DescribeAlarms", AlarmNames=[name])["MetricAlarms"]
    assert (shown["Threshold"], shown["StateValue"]) == (1.5, "INSUFFICIENT_DATA")


def test_cbor_reaches_moto(cloud: Sandbox) -> None:
    """A dashboard put in CBOR comes back from moto in CBOR."""
    name = unique("dashboard")
    ask(cloud, "PutDashboard", DashboardName=name, DashboardBody='{"widgets": []}')
    assert ask(cloud, "GetDashboard", DashboardName=name)["DashboardBody"] == '{"widgets": []}'


def test_cbor_carries_errors(cloud: Sandbox) -> None:
    """A refusal keeps its code and words in CBOR."""
    answer = ask(cloud, "PutCompositeAlarm", AlarmName=unique("composite"), AlarmRule="ALARM(absent)")
    assert answer["Error"]["Code"] == "ValidationError"
    assert "absent" in answer["Error"]["Message"]
