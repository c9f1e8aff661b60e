"""Turn what a handler returns or refuses into the HTTP answer of the call's protocol."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from botocore.validate import ParamValidator
from moto.core.serialize import get_serializer_class
from werkzeug.wrappers import Response

from modelhost.sandbox.cloud.call import Call, RefusalError


class _FaultError(Exception):
    """The shape in which moto's serializers take an error."""

    def __init__(self, refusal: RefusalError) -> None:
        super().__init__(refusal.message)
        self.code = refusal.code
        self.message = refusal.message
        for name, value in refusal.fields.items():
            setattr(self, name, value)


def answered(call: Call, result: dict[str, Any] | None) -> Response:
    """Serialize a result, which must have the operation's output shape."""
    _check_shape(call, result or {})
    return _response(_serialize(call, result or {}))


def _check_shape(call: Call, result: dict[str, Any]) -> None:
    shape = call.model.output_shape
    given = _without_none(result)
    report = ParamValidator().validate(given, shape) if shape else None
    if report is not None and report.has_errors():
        raise ValueError(f"the answer has not the shape of AWS's: {report.generate_report()}")


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(member) for name, member in value.items() if member is not None}
    return [_without_none(member) for member in value] if isinstance(value, list) else value


def refused(call: Call, refusal: RefusalError) -> Response:
    """Serialize an error, with the status it asks for."""
    serialized = _serialize(call, _FaultError(refusal))
    if refusal.status:
        serialized["status_code"] = refusal.status
    return _response(serialized)


def plain(value: Any, status: int = 200) -> Response:
    """Answer the control plane in JSON."""
    return Response(json.dumps(value, default=_text) + "\n", status=status, content_type="application/json")


def _serialize(call: Call, result: object) -> dict[str, Any]:
    serializer = get_serializer_class(call.service, call.protocol)(operation_model=call.model)
    return dict(serializer.serialize(result))


def _response(serialized: dict[str, Any]) -> Response:
    headers = {**serialized["headers"], "x-amzn-RequestId": str(uuid.uuid4())}
    return Response(serialized["body"], status=serialized["status_code"], headers=headers)


def _text(value: Any) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def error_code(response: Response) -> str | None:
    """Read the AWS error code from an answer made by moto, for the journal."""
    if response.status_code < 400:
        return None
    header = response.headers.get("x-amzn-errortype")
    if header:
        return header.rpartition("#")[2].partition(":")[0]
    return _code_in(response.get_data())


def _code_in(body: bytes) -> str:
    text = body.decode(errors="replace")
    if text.startswith("{"):
        code = json.loads(text).get("__type", "")
        return str(code).rpartition("#")[2]
    return text.partition("<Code>")[2].partition("</Code>")[0] or "Unknown"


def chunks(response: Response) -> Iterable[bytes]:
    """Return the body of an answer as WSGI wants it."""
    return [response.get_data()]
