"""Data capture: requests and answers of a sampled part of the traffic, as JSON lines in S3."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from modelhost.sandbox.cloud import storage
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference import permission
from modelhost.sandbox.cloud.inference.answering import Answer, Asked
from modelhost.sandbox.cloud.inference.traffic import sampled
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint

VERSION = "0"
BOTH = "InputAndOutput"


def capture(
    cloud: Cloud, region: str, endpoint: Endpoint, variant: str, asked: Asked, answer: Answer, inference_id: str | None
) -> None:
    """Write one line for a request that the endpoint's data capture samples."""
    asked_for = endpoint.capture
    if not sampled(_percent(asked_for), f"capture/{endpoint.name}", region, cloud):
        return
    moment = datetime.fromtimestamp(cloud.now(), UTC)
    key = (
        f"{endpoint.name}/{variant}/{moment:%Y/%m/%d/%H}/{moment:%M-%S}-{moment.microsecond // 1000:03}-{uuid.uuid4()}"
    )
    uri = f"{asked_for['DestinationS3Uri'].rstrip('/')}/{key}.jsonl"
    if not permission.obstacle(permission.role_of(cloud, region, endpoint, variant), "s3:PutObject", uri):
        storage.write(uri, _line(asked_for, asked, answer, moment, inference_id).encode())


def _percent(asked_for: dict[str, Any]) -> float:
    return float(asked_for.get("InitialSamplingPercentage", 0)) if asked_for.get("EnableCapture", True) else 0.0


def _line(asked_for: dict[str, Any], asked: Asked, answer: Answer, moment: datetime, inference_id: str | None) -> str:
    modes = {one["CaptureMode"] for one in asked_for["CaptureOptions"]}
    types = asked_for.get("CaptureContentTypeHeader", {})
    captured = {}
    if modes & {"Input", BOTH}:
        captured["endpointInput"] = _side("INPUT", asked.body, asked.content_type, types)
    if modes & {"Output", BOTH}:
        captured["endpointOutput"] = _side("OUTPUT", answer.body, answer.content_type, types)
    metadata = {"eventId": str(uuid.uuid4()), "inferenceTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
    if inference_id is not None:
        metadata["inferenceId"] = inference_id
    line = {"captureData": captured, "eventMetadata": metadata, "eventVersion": VERSION}
    return json.dumps(line, separators=(",", ":")) + "\n"


def _side(mode: str, body: bytes, content_type: str, types: dict[str, list[str]]) -> dict[str, str]:
    encoding = _encoding(content_type, types)
    data = base64.b64encode(body).decode() if encoding == "BASE64" else body.decode(errors="replace")
    return {"observedContentType": content_type, "mode": mode, "data": data, "encoding": encoding}


def _encoding(content_type: str, types: dict[str, list[str]]) -> str:
    plain = content_type.partition(";")[0].strip()
    if plain in types.get("JsonContentTypes", []):
        return "JSON"
    return "CSV" if plain in types.get("CsvContentTypes", []) else "BASE64"
