"""InvokeEndpointAsync: requests wait in a queue until an instance takes them, and answers are written to S3."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference import backlog
from modelhost.sandbox.cloud.inference.answering import asked_of
from modelhost.sandbox.cloud.inference.cold import report_backlog
from modelhost.sandbox.cloud.inference.job import Job
from modelhost.sandbox.cloud.inference.reached import invalid
from modelhost.sandbox.cloud.inference.target import endpoint_of
from modelhost.sandbox.cloud.sagemaker.definition import CONFIGURATION
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint

REAL_TIME = "Endpoint {name} is not an asynchronous inference endpoint; use InvokeEndpoint instead."
ONE_INPUT = "Exactly one of InputLocation and Body is required."
DEFAULT_LIFE_SECONDS = 21_600


def invoke_async(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Queue one request, and say where its answer will be."""
    with cloud.lock:
        endpoint = endpoint_of(call, cloud)
        config = _configuration(call, cloud, endpoint)
        location = call.params.get("InputLocation")
        if (location is None) == (not call.body):
            raise invalid(ONE_INPUT)
        job = _job(call, cloud, endpoint, config["OutputConfig"])
        backlog.enqueue(cloud, job)
        if not any(variant.current for variant in endpoint.variants):
            report_backlog(cloud, call.region, endpoint.name)
    shown = {"InferenceId": job.inference_id, "OutputLocation": job.output}
    return {**shown, "FailureLocation": job.failure} if job.failure else shown


def _configuration(call: Call, cloud: Cloud, endpoint: Endpoint) -> dict[str, Any]:
    config = cloud.shelf(CONFIGURATION.shelf).get((call.region, endpoint.config))
    found: dict[str, Any] | None = config.fields.get("AsyncInferenceConfig") if config else None
    if found is None:
        raise invalid(REAL_TIME.format(name=endpoint.name))
    return found


def _job(call: Call, cloud: Cloud, endpoint: Endpoint, output: dict[str, Any]) -> Job:
    name = uuid.uuid4()
    folder = f"{output.get('S3OutputPath', '').rstrip('/')}/{call.params.get('S3OutputPathExtension', '')}".rstrip("/")
    failures = output.get("S3FailurePath")
    return Job(
        region=call.region,
        endpoint=endpoint.name,
        inference_id=call.params.get("InferenceId") or str(name),
        asked=asked_of(call.body, call.params.get("ContentType"), call.params.get("Accept")),
        location=call.params.get("InputLocation"),
        output=f"{folder}/{call.params.get('Filename') or f'{name}.out'}",
        failure=f"{failures.rstrip('/')}/{name}-error.out" if failures else None,
        topics=output.get("NotificationConfig", {}),
        received=cloud.now(),
        expires=cloud.now() + int(call.params.get("RequestTTLSeconds", DEFAULT_LIFE_SECONDS)),
    )
