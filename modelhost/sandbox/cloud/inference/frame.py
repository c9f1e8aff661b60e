"""The messages between the server and a model's process: a length, then JSON, over pipes."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")


def send(stream: BinaryIO, message: dict[str, Any], body: bytes = b"") -> None:
    """Write one message with its body."""
    data = json.dumps({**message, "body": base64.b64encode(body).decode()}).encode()
    stream.write(HEADER.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one message with its body; None when the other side is gone."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    message: dict[str, Any] = json.loads(stream.read(HEADER.unpack(header)[0]))
    return message, base64.b64decode(message.pop("body"))
