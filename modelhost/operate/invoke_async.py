"""Asking an asynchronous endpoint: leave the request in S3, name it, and fetch the answer when it is there."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, absent
from modelhost.operate.problem import OperateError
from modelhost.operate.request import Answer, ModelAnsweredError, Request

OUTPUT, INPUT = "output", "input"
"""Folders of an endpoint's queue."""
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
ANSWER_TYPE = "application/octet-stream"

Pause = Callable[[float], object]


class NoAnswerYetError(OperateError):
    """The answer was not there within the time given."""


@dataclass(frozen=True)
class Ticket:
    """A request that waits in the queue."""

    request: Request
    input: str
    """S3 URI of the request."""
    output: str
    """S3 URI where the answer will be."""
    failure: str | None
    """S3 URI where it will be said why there is none."""
    inference_id: str


def leave(cloud: Cloud, request: Request) -> Ticket:
    """Upload the request beside the endpoint's answers, and queue it."""
    location = f"{queue(cloud, request.endpoint)}/{uuid.uuid4()}"
    bucket, key = split(location)
    cloud.client("s3").put_object(Bucket=bucket, Key=key, Body=request.body, ContentType=request.content_type)
    client = cloud.client("sagemaker-runtime")
    said = client.invoke_endpoint_async(**request.parameters(), InputLocation=location)
    return Ticket(request, location, said["OutputLocation"], said.get("FailureLocation"), said["InferenceId"])


def queue(cloud: Cloud, endpoint: str) -> str:
    """Return the S3 URI below which the endpoint reads requests: beside its answers."""
    client = cloud.client("sagemaker")
    live = client.describe_endpoint(EndpointName=endpoint)
    configuration = client.describe_endpoint_config(EndpointConfigName=live["EndpointConfigName"])
    output = (configuration.get("AsyncInferenceConfig") or {}).get("OutputConfig", {}).get("S3OutputPath")
    if not output:
        raise OperateError(f"endpoint {endpoint} is not asynchronous yet; run pulumi up, which makes it so")
    parent, _, last = output.rstrip("/").rpartition("/")
    return f"{parent}/{INPUT}" if last == OUTPUT else f"{output.rstrip('/')}/{INPUT}"


def fetch(cloud: Cloud, ticket: Ticket, patience_seconds: float, pause: Pause = time.sleep) -> Answer:
    """Wait for the answer of *ticket* and return it; ModelAnsweredError when the model could not."""
    began, waited, step = time.perf_counter(), 0.0, FIRST_PAUSE_SECONDS
    while True:
        answer = read(cloud, ticket.output)
        if answer is not None:
            content_type, body = answer
            return Answer(body, content_type, "", (time.perf_counter() - began) * 1000)
        failure = read(cloud, ticket.failure) if ticket.failure else None
        if failure is not None:
            said = failure[1].decode("utf-8", errors="replace").strip()
            raise ModelAnsweredError(f"{ticket.request.endpoint} could not answer: {said} ({ticket.failure})")
        if waited >= patience_seconds:
            raise NoAnswerYetError(
                f"{ticket.request.endpoint} has not answered after {waited:.0f} s, and may be waking up; "
                f"the answer will be at {ticket.output}"
            )
        pause(step)
        waited, step = waited + step, min(step * 1.5, LONGEST_PAUSE_SECONDS)


def read(cloud: Cloud, uri: str) -> tuple[str, bytes] | None:
    """Return media type and content of an object, none when it is not there yet."""
    bucket, key = split(uri)
    try:
        found = cloud.client("s3").get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if absent(error):
            return None
        raise
    return found.get("ContentType") or ANSWER_TYPE, found["Body"].read()


def split(uri: str) -> tuple[str, str]:
    """Return bucket and key of an S3 URI."""
    parts = urlsplit(uri)
    return parts.netloc, parts.path.lstrip("/")
