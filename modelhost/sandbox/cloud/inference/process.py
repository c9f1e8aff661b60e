"""Start, ask and stop the process of one model."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from modelhost.sandbox.cloud.inference.frame import receive, send

INVOCATION_SECONDS = 60.0
STOP_SECONDS = 2.0
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


class ModelProcessError(Exception):
    """The model did not answer: what it said, and with which status its container would have answered."""

    def __init__(self, message: str, status: int = 500) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Served:
    """What a process serves: the unpacked model, its script and its environment."""

    model_dir: Path
    script: Path
    environment: dict[str, str]


class ModelProcess:
    """A child process that has loaded one model; it ends when its stdin closes."""

    def __init__(self, served: Served, log: Path) -> None:
        self._lock = Lock()
        variables = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        with log.open("ab") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", f"{__package__}.serve", str(served.model_dir), str(served.script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env={**variables, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **served.environment},
            )
        try:
            self._receive()
        except ModelProcessError:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        """Name the process."""
        return self._process.pid

    def ask(self, body: bytes, content_type: str, accept: str) -> tuple[bytes, str]:
        """Send one request and wait for its answer."""
        with self._lock:
            assert self._process.stdin is not None
            try:
                send(self._process.stdin, {"content_type": content_type, "accept": accept}, body)  # type: ignore[arg-type]
            except BrokenPipeError as error:
                raise ModelProcessError("the model's process has ended") from error
            message, answer = self._receive()
        return answer, str(message["content_type"])

    def stop(self) -> None:
        """End the process, by force if it does not go."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_SECONDS)

    def _receive(self) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdout is not None
        watchdog = Timer(INVOCATION_SECONDS, self._process.kill)
        watchdog.start()
        try:
            received = receive(self._process.stdout)  # type: ignore[arg-type]
        finally:
            watchdog.cancel()
        if received is None:
            raise ModelProcessError("the model's process ended or did not answer in 60 seconds")
        message, body = received
        if "error" in message:
            raise ModelProcessError(message["error"], message["status"])
        return message, body
