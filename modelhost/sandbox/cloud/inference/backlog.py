"""The queue of an asynchronous endpoint, worked off by a thread while there is an instance."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from threading import Event, Thread

from modelhost.sandbox.cloud import storage
from modelhost.sandbox.cloud.call import RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference import job, permission
from modelhost.sandbox.cloud.inference.answering import Asked, answer
from modelhost.sandbox.cloud.inference.job import Job
from modelhost.sandbox.cloud.inference.reached import Target
from modelhost.sandbox.cloud.inference.target import SERVING, target_of_variant
from modelhost.sandbox.cloud.inference.traffic import variant_for
from modelhost.sandbox.cloud.sagemaker import state

SHELF = "async-queue"
POLL_SECONDS = 0.05
EXPIRED = "The request was not processed within its time to live."
NO_INPUT = "Failed to download input from {uri}: the object does not exist."
_pause = Event()


def enqueue(cloud: Cloud, request: Job) -> None:
    """Append a request, and start the endpoint's worker if it sleeps; the cloud is locked."""
    queues = cloud.shelf(SHELF)
    key = request.region, request.endpoint
    if key in queues:
        queues[key].append(request)
        return
    queues[key] = deque([request])
    Thread(target=_work, args=(cloud, key), daemon=True).start()


def _work(cloud: Cloud, key: tuple[str, str]) -> None:
    """Answer the requests in turn; end with the queue or with the endpoint."""
    while True:
        with cloud.lock:
            queue: deque[Job] = cloud.shelf(SHELF).get(key, deque())
            endpoint = state.look_up(cloud, *key)
            if not queue or endpoint is None:
                cloud.shelf(SHELF).pop(key, None)
                return
            serves = endpoint.status in SERVING and any(variant.current for variant in endpoint.variants)
            ready = serves or queue[0].expires <= cloud.now()
            request = queue.popleft() if ready else None
        if request is None:
            _pause.wait(POLL_SECONDS)
        else:
            _answer(cloud, request)


def _answer(cloud: Cloud, request: Job) -> None:
    try:
        with cloud.lock:
            target, asked = _prepared(cloud, request)
        given = answer(cloud, request.region, target, asked)
    except RefusalError as refusal:
        with cloud.lock:
            job.fail(cloud, request, refusal.message)
    else:
        with cloud.lock:
            job.finish(cloud, request, given)


def _prepared(cloud: Cloud, request: Job) -> tuple[Target, Asked]:
    """Find what answers a request and its input, or refuse for the reason that the failure will name."""
    endpoint = state.look_up(cloud, request.region, request.endpoint)
    if endpoint is None or request.expires <= cloud.now():
        raise RefusalError("ModelError", EXPIRED)
    variant = variant_for(endpoint, request.region, cloud, None)
    role = permission.role_of(cloud, request.region, endpoint, variant.name)
    denied = permission.obstacle(role, "s3:PutObject", request.output)
    if request.location is not None:
        denied = denied or permission.obstacle(role, "s3:GetObject", request.location)
    if denied:
        raise RefusalError("ModelError", denied)
    target = target_of_variant(cloud, request.region, endpoint, variant)
    if request.location is None:
        return target, request.asked
    body = storage.read(request.location)
    if body is None:
        raise RefusalError("ModelError", NO_INPUT.format(uri=request.location))
    return target, replace(request.asked, body=body)
