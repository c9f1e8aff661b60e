"""Speak smithy-rpc-v2-cbor at the edge: requests become json before they are understood, answers become CBOR."""

from __future__ import annotations

import io
import json
from datetime import datetime
from functools import cache
from typing import Any

from botocore.model import ShapeResolver
from botocore.parsers import RpcV2CBORParser, create_parser
from botocore.serialize import RpcV2CBORSerializer
from werkzeug.wrappers import Response

from modelhost.sandbox.cloud.call import Call

HEADER = "rpc-v2-cbor"
CONTENT_TYPE = "application/cbor"
Environ = dict[str, Any]


def to_json(environ: Environ) -> bool:
    """Rewrite a CBOR request as the same request in json; tell whether it was one."""
    if environ.get("HTTP_SMITHY_PROTOCOL") != HEADER:
        return False
    _, _, service, _, operation = environ["PATH_INFO"].split("/")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    data = json.dumps(_decode(body) if body else {}, default=_plain).encode()
    environ.update(
        {
            "PATH_INFO": "/",
            "RAW_URI": "/",
            "REQUEST_URI": "/",
            "HTTP_X_AMZ_TARGET": f"{service}.{operation}",
            "CONTENT_TYPE": "application/x-amz-json-1.0",
            "CONTENT_LENGTH": str(len(data)),
            "wsgi.input": io.BytesIO(data),
        }
    )
    return True


def to_cbor(call: Call, response: Response) -> Response:
    """Rewrite a json answer as the same answer in CBOR."""
    headers = {name: value for name, value in response.headers.items() if name.lower().startswith("x-amzn-")}
    body = _error(response) if response.status_code >= 400 else _result(call, response)
    return Response(
        bytes(body),
        status=response.status_code,
        headers={**headers, "smithy-protocol": HEADER, "Content-Type": CONTENT_TYPE},
    )


def _decode(body: bytes) -> Any:
    parser = RpcV2CBORParser()
    return parser.parse_data_item(parser.get_peekable_stream_from_bytes(body))


def _result(call: Call, response: Response) -> bytearray:
    encoded = bytearray()
    shape = call.model.output_shape
    if shape is not None:
        raw = {"body": response.get_data(), "headers": {}, "status_code": response.status_code}
        parsed = create_parser("json").parse(raw, shape)
        parsed.pop("ResponseMetadata", None)
        _encode(encoded, parsed, shape)
    return encoded


def _error(response: Response) -> bytearray:
    error = json.loads(response.get_data())
    message = error.get("message") or error.get("Message") or ""
    encoded = bytearray()
    _encode(encoded, {"__type": error["__type"], "message": message}, _texts())
    return encoded


def _encode(encoded: bytearray, value: Any, shape: Any) -> None:
    serializer: Any = RpcV2CBORSerializer()  # botocore's stubs leave out what it inherits
    serializer._serialize_data_item(encoded, value, shape)


@cache
def _texts() -> Any:
    text = {"shape": "Text"}
    shapes: Any = {"Text": {"type": "string"}, "Texts": {"type": "map", "key": text, "value": text}}
    return ShapeResolver(shapes).get_shape_by_name("Texts")


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else value.decode()
