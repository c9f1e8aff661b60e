"""Sending a request to an endpoint, and judging its answer."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud
from modelhost.operate.invoke_async import fetch, leave
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.restore import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Pause
from modelhost.operate.request import Answer, ModelAnsweredError, Request, json_or_text
from modelhost.spec.alarm import SmokeSpec
from modelhost.spec.kind import EndpointKind

NO_CAPACITY = "has no capacity to process this request"
"""How SageMaker words that a component has no copy."""
RELATIVE_TOLERANCE = 1e-6
LONGEST_QUOTE = 200


class AsleepError(OperateError):
    """Nobody answers, because the endpoint scaled to zero; the request wakes it."""


class UnexpectedAnswerError(OperateError):
    """The smoke request was answered, but not as expected."""


def invoke(cloud: Cloud, request: Request, patience_seconds: float = 0.0, pause: Pause = time.sleep) -> Answer:
    """Send *request* and return what the model answers; while the endpoint wakes up, ask again for *patience_seconds*.

    The queue of an asynchronous endpoint is patient by itself: *patience_seconds* are waited for its answer.
    """
    if request.kind is EndpointKind.ASYNC:
        return fetch(cloud, leave(cloud, request), patience_seconds, pause)
    waited, step = 0.0, FIRST_PAUSE_SECONDS
    while True:
        try:
            return _once(cloud, request)
        except AsleepError:
            if waited >= patience_seconds:
                raise
        pause(step)
        waited, step = waited + step, min(step * 1.5, LONGEST_PAUSE_SECONDS)


def _once(cloud: Cloud, request: Request) -> Answer:
    """Send *request* once."""
    client = cloud.client("sagemaker-runtime")
    began = time.perf_counter()
    try:
        said = client.invoke_endpoint(**request.parameters(), Body=request.body)
        content = said["Body"].read()
    except ClientError as error:
        raise _explained(error, request.endpoint) from error
    return Answer(
        body=content,
        content_type=said.get("ContentType", ""),
        variant=said.get("InvokedProductionVariant", ""),
        milliseconds=(time.perf_counter() - began) * 1000,
        session=said.get("NewSessionId", "").partition(";")[0] or request.session,
    )


def _explained(error: ClientError, endpoint: str) -> Exception:
    """Return the container's own words where it was the container that failed."""
    answer: Mapping[str, Any] = error.response
    if NO_CAPACITY in answer.get("Error", {}).get("Message", ""):
        return AsleepError(
            f"{endpoint} sleeps: it has no copy just now, and this request wakes it, which takes minutes; "
            f"ask again, or give --wait 900"
        )
    if answer.get("Error", {}).get("Code") != "ModelError":
        return error
    status = answer.get("OriginalStatusCode", "an error")
    said = str(answer.get("OriginalMessage") or answer["Error"].get("Message", "")).strip()
    logs = f"/aws/sagemaker/Endpoints/{endpoint}"
    return ModelAnsweredError(f"the container of {endpoint} answered {status}: {said}; its log group is {logs}")


def smoke(cloud: Cloud, request: Request, spec: SmokeSpec, patience_seconds: float = 0.0) -> Answer:
    """Send the smoke request and return the answer, which must be the expected one."""
    answer = invoke(cloud, request, patience_seconds)
    if spec.expect is not None and (difference := mismatch(json_or_text(spec.expect), answer.value)):
        raise UnexpectedAnswerError(
            f"the smoke request of {request.endpoint} was not answered as expected: {difference}"
        )
    return answer


def mismatch(expected: Any, answered: Any, path: str = "") -> str | None:
    """Return where *answered* is not as *expected*, none when it is; keys that nobody expects may be there."""
    place = path or "the answer"
    if isinstance(expected, Mapping) and isinstance(answered, Mapping):
        for key, value in expected.items():
            if key not in answered:
                return f"{place} has no {key!r}"
            if found := mismatch(value, answered[key], f"{path}.{key}" if path else str(key)):
                return found
        return None
    if isinstance(expected, list) and isinstance(answered, list):
        if len(expected) != len(answered):
            return f"{place} has {len(answered)} entries, expected are {len(expected)}"
        pairs = enumerate(zip(expected, answered, strict=True))
        differing = (mismatch(wanted, got, f"{path}[{index}]") for index, (wanted, got) in pairs)
        return next((each for each in differing if each), None)
    return None if _same(expected, answered) else f"{place} is {_quote(answered)}, expected is {_quote(expected)}"


def _same(expected: Any, answered: Any) -> bool:
    if isinstance(expected, bool) or isinstance(answered, bool):
        return expected is answered
    if isinstance(expected, (int, float)) and isinstance(answered, (int, float)):
        return math.isclose(expected, answered, rel_tol=RELATIVE_TOLERANCE)
    return bool(expected == answered)


def _quote(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3]}..."
