"""Messages to the engine that runs the provider."""

from __future__ import annotations

import threading
from typing import Any

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

SEVERITIES = {"debug": 0, "info": 1, "warning": 2, "error": 3}
TIMEOUT_SECONDS = 5.0


class EngineLog:
    """Sends log lines to the engine; the connection is made at the first line."""

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._stub: Any = None
        self._lock = threading.Lock()

    def connect(self, address: str) -> None:
        """Take the address that the engine's handshake names."""
        self._address = address or self._address

    def __call__(self, severity: str, text: str, urn: str) -> None:
        """Send one message; an engine that no longer listens is no error."""
        if not self._address:
            return
        with self._lock:
            if self._stub is None:
                self._stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(self._address))
        request = engine_pb2.LogRequest(severity=SEVERITIES[severity], message=text, urn=urn)  # type: ignore[arg-type]
        try:
            self._stub.Log(request, timeout=TIMEOUT_SECONDS)
        except grpc.RpcError:
            return
