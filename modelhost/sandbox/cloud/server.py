"""Run the application on loopback until told to stop, or until the parent process is gone."""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
from pathlib import Path
from threading import Thread

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from modelhost.sandbox import description
from modelhost.sandbox.cloud import mend
from modelhost.sandbox.cloud.app import Application
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.identify import list_backends_once

HOST = "127.0.0.1"
PARENT_POLL_SECONDS = 0.5
ALLOCATIONS_BETWEEN_COLLECTIONS = 20_000


class QuietHandler(MotoRequestHandler):
    """Serves requests over kept-alive connections without a line of log each."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing about a served request; the journal has it."""


def serve(port: int, state: Path, parent_pid: int | None) -> None:
    """Announce the port on the first line of stdout, then serve until stopped."""
    state.mkdir(parents=True, exist_ok=True)
    description.keep()
    mend.install()
    list_backends_once()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)  # requests come and go by the hundred; moto stays
    cloud = Cloud(state)
    server = make_server(HOST, port, Application(cloud), threaded=True, request_handler=QuietHandler)
    cloud.port = server.server_port
    server.daemon_threads = True  # type: ignore[attr-defined]
    asked_to_stop = _stop_signals()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    print(server.server_port, flush=True)
    _wait(asked_to_stop, parent_pid)
    cloud.model_servers.stop_all()
    sys.stdout.flush()
    os._exit(0)


def _stop_signals() -> int:
    """Give a file descriptor that becomes readable when the process is asked to stop."""
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    signal.set_wakeup_fd(writable)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: None)
    return readable


def _wait(asked_to_stop: int, parent_pid: int | None) -> None:
    while not select.select([asked_to_stop], [], [], PARENT_POLL_SECONDS)[0]:
        if parent_pid is not None and not alive(parent_pid):
            return


def alive(pid: int) -> bool:
    """Tell whether a process still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
