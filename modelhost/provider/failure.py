"""How a failure reaches the user: one line, no traceback, no secret."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NoReturn

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2, status_pb2

from modelhost.provider.cloud import WrongAccountError
from modelhost.provider.resource import PartialCreate, PartialUpdate, ProviderError
from modelhost.provider.wire import encode

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

DETAILS_KEY = "grpc-status-details-bin"
MASK = "[secret]"
SHORTEST_SECRET = 4


def message(error: BaseException) -> str:
    """Return one line for an error: `<Operation>: <code>: <message>` when AWS refused."""
    if _is_client_error(error):
        return client_message(error)  # type: ignore[arg-type]
    if isinstance(error, ProviderError | WrongAccountError):
        return _one_line(str(error))
    return _one_line(f"{type(error).__name__}: {error}")


def client_message(error: ClientError) -> str:
    """Return the one line of an AWS refusal."""
    detail: dict[str, Any] = dict(error.response.get("Error", {}))
    text = detail.get("Message") or detail.get("message") or "no message"
    return _one_line(f"{error.operation_name}: {detail.get('Code', 'Unknown')}: {text}")


def masked(text: str, secrets: Collection[str]) -> str:
    """Return `text` without the secret values it may quote."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, MASK)
    return text


def abort(
    call: grpc.ServicerContext, error: BaseException, secrets: Collection[str], keys: Collection[str]
) -> NoReturn:
    """End the call with the error; what was half-made travels along, so that the state keeps it."""
    text = masked(message(error), secrets)
    if isinstance(error, PartialCreate | PartialUpdate):
        call.set_trailing_metadata(((DETAILS_KEY, _details(error, text, secrets, keys)),))
    call.abort(grpc.StatusCode.FAILED_PRECONDITION, text)
    raise AssertionError("abort returned")


def _details(error: PartialCreate | PartialUpdate, text: str, secrets: Collection[str], keys: Collection[str]) -> bytes:
    status = status_pb2.Status(code=grpc.StatusCode.FAILED_PRECONDITION.value[0], message=text)
    half_made = provider_pb2.ErrorResourceInitFailed(
        id=error.id if isinstance(error, PartialCreate) else "",
        properties=encode(error.outputs, keys),
        reasons=[masked(_one_line(reason), secrets) for reason in error.reasons],
    )
    status.details.add().Pack(half_made)
    return bytes(status.SerializeToString())


def _is_client_error(error: BaseException) -> bool:
    """Recognise botocore's error without importing botocore."""
    return hasattr(error, "operation_name") and hasattr(error, "response")


def _one_line(text: str) -> str:
    return " ".join(text.split())
