"""One asynchronous request: what it asks, where its answer goes, and who is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.sns.models import sns_backends

from modelhost.sandbox.cloud import storage
from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.answering import Answer, Asked

DELIVERIES = "delivery"
SERVICE = "sagemaker.amazonaws.com"


@dataclass(frozen=True)
class Job:
    """A queued request."""

    region: str
    endpoint: str
    inference_id: str
    asked: Asked
    location: str | None
    output: str
    failure: str | None
    topics: dict[str, Any]
    received: float
    expires: float


def finish(cloud: Cloud, job: Job, answer: Answer) -> None:
    """Write an answer and tell the success topic."""
    storage.write(job.output, answer.body)
    response = {"contentType": answer.content_type, "outputLocation": job.output}
    _notify(cloud, job, "SuccessTopic", "Completed", {"responseParameters": response})


def fail(cloud: Cloud, job: Job, reason: str) -> None:
    """Write why there is no answer and tell the error topic."""
    if job.failure:
        storage.write(job.failure, reason.encode())
    _notify(cloud, job, "ErrorTopic", "Failed", {"failureReason": reason})


def _notify(cloud: Cloud, job: Job, topic_field: str, status: str, outcome: dict[str, Any]) -> None:
    topic_arn = job.topics.get(topic_field)
    if topic_arn is None:
        return
    backend = sns_backends[ACCOUNT_ID][topic_arn.split(":")[3]]
    reason = "" if topic_arn in backend.topics else "the topic does not exist"
    if not reason:
        backend.publish(json.dumps({**_message(cloud, job, status), **outcome}), topic_arn)
    deliveries = cloud.shelf(DELIVERIES)
    source = f"arn:aws:sagemaker:{job.region}:{ACCOUNT_ID}:endpoint/{job.endpoint.lower()}"
    noted = {"service": SERVICE, "source": source, "topic": topic_arn, "delivered": not reason, "reason": reason}
    deliveries[job.region, str(len(deliveries))] = noted


def _message(cloud: Cloud, job: Job, status: str) -> dict[str, Any]:
    request = {"contentType": job.asked.content_type, "endpointName": job.endpoint, "inputLocation": job.location}
    return {
        "awsRegion": job.region,
        "eventTime": _moment(cloud.now()),
        "receivedTime": _moment(job.received),
        "invocationStatus": status,
        "requestParameters": request,
        "inferenceId": job.inference_id,
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}Z"
