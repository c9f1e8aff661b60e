"""Sending a request to an endpoint, and judging its answer."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud
from modelhost.operate.problem import OperateError
from modelhost.spec.endpoint import SmokeSpec

CONTENT_TYPES = {
    ".csv": "text/csv",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".jsonl": "application/jsonlines",
    ".npy": "application/x-npy",
    ".parquet": "application/x-parquet",
    ".png": "image/png",
    ".txt": "text/plain",
    ".wav": "audio/wav",
}
RELATIVE_TOLERANCE = 1e-6
LONGEST_QUOTE = 200


class ModelAnsweredError(OperateError):
    """The container answered with an error."""


class UnexpectedAnswerError(OperateError):
    """The smoke request was answered, but not as expected."""


@dataclass(frozen=True)
class Answer:
    """What an endpoint answered."""

    body: bytes
    content_type: str
    variant: str
    milliseconds: float

    @property
    def text(self) -> str:
        """The body as text; bytes that are none are replaced."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def value(self) -> Any:
        """The body as data where it is JSON, else as text."""
        return json_or_text(self.text)


def content_type_of(path: Path) -> str:
    """Return the media type that the suffix of *path* stands for."""
    try:
        return CONTENT_TYPES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(sorted(CONTENT_TYPES))
        raise OperateError(
            f"{path}: {path.suffix or 'a file without suffix'} has no known content type; "
            f"give --content-type, or use one of {known}"
        ) from None


def body_of(path: Path) -> bytes:
    """Return the content of *path*."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OperateError(f"{path}: {error.strerror or error}; give a file with the request's body") from error


def invoke(cloud: Cloud, endpoint: str, body: bytes, content_type: str, accept: str | None = None) -> Answer:
    """Send *body* to the endpoint and return what the model answers."""
    wanted = {"Accept": accept} if accept else {}
    client = cloud.client("sagemaker-runtime")
    began = time.perf_counter()
    try:
        said = client.invoke_endpoint(EndpointName=endpoint, Body=body, ContentType=content_type, **wanted)
        content = said["Body"].read()
    except ClientError as error:
        raise _explained(error, endpoint) from error
    return Answer(
        body=content,
        content_type=said.get("ContentType", ""),
        variant=said.get("InvokedProductionVariant", ""),
        milliseconds=(time.perf_counter() - began) * 1000,
    )


def _explained(error: ClientError, endpoint: str) -> Exception:
    """Return the container's own words where it was the container that failed."""
    answer: Mapping[str, Any] = error.response
    if answer.get("Error", {}).get("Code") != "ModelError":
        return error
    status = answer.get("OriginalStatusCode", "an error")
    said = str(answer.get("OriginalMessage") or answer["Error"].get("Message", "")).strip()
    logs = f"/aws/sagemaker/Endpoints/{endpoint}"
    return ModelAnsweredError(f"the container of {endpoint} answered {status}: {said}; its log group is {logs}")


def smoke(cloud: Cloud, endpoint: str, spec: SmokeSpec, folder: Path) -> Answer:
    """Send the smoke request and return the answer, which must be the expected one."""
    answer = invoke(cloud, endpoint, body_of(folder / spec.file), spec.content_type)
    if spec.expect is not None and (difference := mismatch(json_or_text(spec.expect), answer.value)):
        raise UnexpectedAnswerError(f"the smoke request of {endpoint} was not answered as expected: {difference}")
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


def json_or_text(text: str) -> Any:
    """Return *text* as data where it is JSON, else stripped."""
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()


def _same(expected: Any, answered: Any) -> bool:
    if isinstance(expected, bool) or isinstance(answered, bool):
        return expected is answered
    if isinstance(expected, (int, float)) and isinstance(answered, (int, float)):
        return math.isclose(expected, answered, rel_tol=RELATIVE_TOLERANCE)
    return bool(expected == answered)


def _quote(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3]}..."
