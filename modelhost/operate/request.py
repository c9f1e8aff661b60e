"""What is asked of an endpoint, by kind, and what comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modelhost.operate.problem import OperateError
from modelhost.spec.kind import EndpointKind

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
NEW_SESSION = "NEW_SESSION"
"""By which SageMaker is asked for a session."""
NEW = "new"


class ModelAnsweredError(OperateError):
    """The container answered with an error."""


@dataclass(frozen=True)
class Request:
    """One request to an endpoint."""

    endpoint: str
    """Name of the endpoint in the cloud."""
    body: bytes
    content_type: str
    accept: str | None = None
    kind: EndpointKind = EndpointKind.REALTIME
    component: str | None = None
    """Inference component, for a components endpoint."""
    target_model: str | None = None
    """Archive below the model's prefix, for a multi-model endpoint."""
    target_variant: str | None = None
    """Variant that answers; SageMaker chooses by weight when not given."""
    session: str | None = None
    """Session whose requests go to the same instance; `new` begins one."""

    def parameters(self) -> dict[str, str]:
        """Return the parameters of InvokeEndpoint, without the body."""
        wanted = {
            "EndpointName": self.endpoint,
            "ContentType": self.content_type,
            "Accept": self.accept,
            "InferenceComponentName": self.component,
            "TargetModel": self.target_model,
            "TargetVariant": self.target_variant,
            "SessionId": NEW_SESSION if self.session == NEW else self.session,
        }
        return {name: value for name, value in wanted.items() if value}


@dataclass(frozen=True)
class Answer:
    """What an endpoint answered."""

    body: bytes
    content_type: str
    variant: str
    milliseconds: float
    session: str | None = None
    """Session that the request belongs to; the next request may name it."""

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


def json_or_text(text: str) -> Any:
    """Return *text* as data where it is JSON, else stripped."""
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()
