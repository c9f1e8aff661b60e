"""Data capture: JSON lines in S3, of the sampled part of the traffic and of the shadow's."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from tests.cloud.embedded import Sandbox, until
from tests.cloud.hosted_script import ask, bucket, endpoint, invoke, model, variant
from tests.cloud.test_asynchronous import reading_role

JSON: dict[str, Any] = {"CaptureContentTypeHeader": {"JsonContentTypes": ["application/json"]}}


def capture(
    where: str, percent: int = 100, modes: tuple[str, ...] = ("Input", "Output"), **fields: Any
) -> dict[str, Any]:
    """Describe a data capture into a bucket."""
    return {
        "EnableCapture": True,
        "InitialSamplingPercentage": percent,
        "DestinationS3Uri": f"s3://{where}/captured",
        "CaptureOptions": [{"CaptureMode": mode} for mode in modes],
        **fields,
    }


def captured(cloud: Sandbox, where: str) -> dict[str, dict[str, Any]]:
    """Read what was captured, by key."""
    s3 = cloud.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=where).get("Contents", [])]
    return {key: json.loads(s3.get_object(Bucket=where, Key=key)["Body"].read()) for key in keys}


def test_a_request_and_its_answer_are_captured(cloud: Sandbox) -> None:
    """One line in the real format, below endpoint, variant and hour."""
    where = bucket(cloud)
    name = endpoint(cloud, DataCaptureConfig=capture(where, **JSON))
    invoke(cloud, name, [1, 2], InferenceId="mine")
    ((key, line),) = captured(cloud, where).items()
    assert re.fullmatch(rf"captured/{name}/main/\d{{4}}/\d\d/\d\d/\d\d/\d\d-\d\d-\d{{3}}-[0-9a-f-]{{36}}\.jsonl", key)
    assert line["captureData"] == {
        "endpointInput": side("INPUT", "[1, 2]"),
        "endpointOutput": side("OUTPUT", "[2.0, 4.0]"),
    }
    assert line["eventVersion"] == "0"
    assert line["eventMetadata"]["inferenceId"] == "mine"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["eventMetadata"]["inferenceTime"])


def side(mode: str, data: str) -> dict[str, str]:
    """Word one side of a captured request."""
    return {"observedContentType": "application/json", "mode": mode, "data": data, "encoding": "JSON"}


def test_without_content_types_data_is_encoded(cloud: Sandbox) -> None:
    """What no header names is kept in base64."""
    where = bucket(cloud)
    ask(cloud, endpoint(cloud, DataCaptureConfig=capture(where, modes=("Input",))))
    (line,) = captured(cloud, where).values()
    assert set(line["captureData"]) == {"endpointInput"}
    found = line["captureData"]["endpointInput"]
    assert (found["encoding"], base64.b64decode(found["data"])) == ("BASE64", b"[1]")


def test_only_the_sampled_part_is_captured(cloud: Sandbox) -> None:
    """A quarter of eight requests is two."""
    where = bucket(cloud)
    name = endpoint(cloud, DataCaptureConfig=capture(where, percent=25))
    for _ in range(8):
        ask(cloud, name)
    assert len(captured(cloud, where)) == 2


@pytest.mark.parametrize("off", [{"EnableCapture": False}, {"InitialSamplingPercentage": 0}])
def test_a_capture_that_is_off_writes_nothing(cloud: Sandbox, off: dict[str, Any]) -> None:
    """Neither when it is disabled nor when it samples nothing."""
    where = bucket(cloud)
    ask(cloud, endpoint(cloud, DataCaptureConfig={**capture(where), **off}))
    assert captured(cloud, where) == {}


@pytest.mark.parametrize("excluded", [False, True])
def test_a_retained_capture_is_the_old_one(cloud: Sandbox, excluded: bool) -> None:
    """RetainAllVariantProperties keeps the old capture, unless DataCaptureConfig is excluded from that."""
    where = [bucket(cloud), bucket(cloud)]
    name = endpoint(cloud, DataCaptureConfig=capture(where[0]))
    other = endpoint(cloud, DataCaptureConfig=capture(where[1]))
    exclusion = {"ExcludeRetainedVariantProperties": [{"VariantPropertyType": "DataCaptureConfig"}]}
    cloud.client("sagemaker").update_endpoint(
        EndpointName=name,
        EndpointConfigName=cloud.describe(other)["EndpointConfigName"],
        RetainAllVariantProperties=True,
        **(exclusion if excluded else {}),
    )
    shown = cloud.settled(name)["DataCaptureConfig"]["DestinationS3Uri"]
    ask(cloud, name)
    assert [shown, bool(captured(cloud, where[1]))] == [f"s3://{where[excluded]}/captured", excluded]


def test_a_role_that_may_not_write_captures_nothing(cloud: Sandbox) -> None:
    """Without s3:PutObject the request is answered and the capture stays empty, as on AWS."""
    where = bucket(cloud)
    only = variant(cloud, ModelName=model(cloud, role=reading_role(cloud, where)))
    assert ask(cloud, endpoint(cloud, only, DataCaptureConfig=capture(where))) == [2.0]
    assert captured(cloud, where) == {}


def test_a_shadow_sees_its_share_and_answers_nobody(cloud: Sandbox) -> None:
    """Half of the weight mirrors half of the requests; only production's answers come back."""
    where = bucket(cloud)
    shadow = variant(cloud, "shadow", 5.0, InitialVariantWeight=0.5)
    name = endpoint(cloud, ShadowProductionVariants=[shadow], DataCaptureConfig=capture(where))
    assert [ask(cloud, name) for _ in range(4)] == [[2.0]] * 4

    def mirrored() -> bool:
        return sum("/shadow/" in key for key in captured(cloud, where)) == 2

    until(mirrored)
