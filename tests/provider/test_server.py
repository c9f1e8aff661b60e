"""A plugin process announces its port, and never outlives its engine."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

PROGRAM = "from modelhost.provider.server import serve; serve([], version='1.0.0')"
END_SECONDS = 20


@pytest.fixture
def engine() -> Iterator[socket.socket]:
    """Give a socket that listens as an engine does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def start(engine: socket.socket) -> subprocess.Popen[str]:
    """Start a plugin for the engine."""
    address = f"127.0.0.1:{engine.getsockname()[1]}"
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def port(process: subprocess.Popen[str]) -> int:
    """Read the announced port."""
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_the_first_line_is_a_port_that_serves(engine: socket.socket) -> None:
    """The engine finds the plugin by the first line it prints."""
    process = start(engine)
    try:
        socket.create_connection(("127.0.0.1", port(process))).close()
    finally:
        process.kill()
        process.communicate()


def test_a_plugin_ends_when_its_engine_no_longer_listens(engine: socket.socket) -> None:
    """A killed engine leaves no plugin behind, even when the plugin's parent lives on."""
    process = start(engine)
    port(process)
    engine.close()
    out, err = process.communicate(timeout=END_SECONDS)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_plugin_ends_when_its_parent_does(engine: socket.socket) -> None:
    """A killed language host leaves no plugin behind."""
    address = f"127.0.0.1:{engine.getsockname()[1]}"
    parent = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {PROGRAM!r}, {address!r}], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
    )
    host = subprocess.Popen([sys.executable, "-c", parent], stderr=subprocess.PIPE, text=True)
    _, err = host.communicate(timeout=END_SECONDS)  # the plugin holds this pipe open for as long as it lives
    assert err == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_plugin_ends_quietly_when_told(engine: socket.socket, number: signal.Signals) -> None:
    """The engine ends its plugins by a signal; no traceback follows."""
    process = start(engine)
    port(process)
    process.send_signal(number)
    out, err = process.communicate(timeout=END_SECONDS)
    assert (process.returncode, out, err) == (0, "", "")
