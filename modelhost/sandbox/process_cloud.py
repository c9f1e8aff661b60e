"""Start the embedded AWS as a background process and know whether it serves."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any

from modelhost.sandbox.failure import SandboxError
from modelhost.sandbox.layout import Layout
from modelhost.sandbox.process import POLL_SECONDS, Record, read, started, write

START_SECONDS = 60.0
ASK_SECONDS = 10.0


def standing(layout: Layout) -> Record | None:
    """Return the embedded AWS that this sandbox started and that still runs."""
    record = read(layout.cloud_record)
    return record if record is not None and record.running else None


def start(layout: Layout, env: Mapping[str, str], owner: int | None) -> Record:
    """Start the embedded AWS on a free port and wait, with a bound, until it answers; it ends with *owner*, a pid."""
    layout.cloud.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "modelhost.sandbox.cloud", "--port", "0", "--state", str(layout.cloud)]
    argv += ["--parent-pid", str(owner)] if owner is not None else []
    with layout.cloud_port.open("wb") as stdout, layout.cloud_log.open("ab") as stderr:
        process = subprocess.Popen(
            argv,
            cwd=layout.root,
            env=server_environment(env),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    try:
        port = wait_until_healthy(process, layout.cloud_port)
    except BaseException:
        process.kill()
        process.wait()
        raise SandboxError(f"the embedded AWS did not start; see {layout.cloud_log}") from None
    record = Record(process.pid, started(process.pid) or "", port)
    write(layout.cloud_record, record)
    return record


def server_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Keep the caller's AWS settings away from the server, and let Python keep its compiled files."""
    return {k: v for k, v in env.items() if not k.startswith("AWS_") and k != "PYTHONDONTWRITEBYTECODE"}


def wait_until_healthy(process: "subprocess.Popen[bytes]", announced: Path) -> int:
    """Return the port once the server on it answers; raise when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        line, newline, _ = announced.read_text().partition("\n")
        if newline and healthy(int(line)):
            return int(line)
        time.sleep(POLL_SECONDS)
    raise TimeoutError


def healthy(port: int) -> bool:
    """Say whether the embedded AWS on *port* answers."""
    try:
        ask(port, "health")
    except (urllib.error.URLError, HTTPException, OSError):
        return False
    return True


def ask(port: int, path: str) -> Any:
    """Return what the embedded AWS answers to GET /_modelhost/*path*; proxies are for elsewhere."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port}/_modelhost/{path}", timeout=ASK_SECONDS) as response:
        return json.load(response)
