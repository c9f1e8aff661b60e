"""A source plugin or policy pack as a child process whose output is streamed to the engine."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import IO

GRACE_SECONDS = 4.0
CHUNK_BYTES = 65536
LONGEST_ENTRY_BYTES = 128 * 1024
"""Linux refuses a longer entry of an environment (MAX_ARG_STRLEN, execve(2))."""

Chunk = tuple[str, bytes]
"""The stream's name, `stdout` or `stderr`, and what it said."""


def command(python: Path, kind: str, directory: str, args: Sequence[str]) -> list[str]:
    """Return the command line that serves the plugin in *directory*."""
    if kind == "analyzer":
        return [str(python), "-u", "-m", "pulumi.policy", *args, directory]
    return [str(python), "-u", directory, *args]


def variables(entries: Sequence[str]) -> dict[str, str]:
    """Turn `NAME=value` entries into an environment in which Python keeps its compiled files.

    An entry that the kernel would refuse is left out: the engine hands the whole stack file down as one, and no
    plugin of ours reads it.
    """
    pairs = (entry.partition("=") for entry in entries if len(entry.encode()) < LONGEST_ENTRY_BYTES)
    return {name: value for name, _, value in pairs if name and name != "PYTHONDONTWRITEBYTECODE"}


class Children:
    """The plugin processes of this host, each the leader of its own group."""

    def __init__(self) -> None:
        """Start with no child."""
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def start(self, argv: Sequence[str], folder: str, env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        """Start *argv* in *folder* and remember it until it is stopped."""
        child = subprocess.Popen(
            argv,
            cwd=folder or None,
            env=dict(env) or None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            process_group=0,
        )
        with self._lock:
            self._running.add(child)
        return child

    def stop(self, child: "subprocess.Popen[bytes]") -> None:
        """Ask the child's group to end, wait a bounded time, then end it by force."""
        if child.poll() is None:
            signal_group(child, signal.SIGINT)
            try:
                child.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                signal_group(child, signal.SIGKILL)
        with self._lock:
            self._running.discard(child)

    def kill_all(self) -> None:
        """End every child at once; for a host whose engine is gone."""
        with self._lock:
            for child in self._running:
                signal_group(child, signal.SIGKILL)


def signal_group(child: "subprocess.Popen[bytes]", number: int) -> None:
    """Signal the process group that *child* leads, if the child has not been reaped."""
    if child.returncode is None:
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            return


def output(child: "subprocess.Popen[bytes]") -> Iterator[Chunk]:
    """Yield what the child says on both streams, as it says it, until both are closed."""
    assert child.stdout is not None
    assert child.stderr is not None
    chunks: SimpleQueue[Chunk] = SimpleQueue()
    streams = {"stdout": child.stdout, "stderr": child.stderr}
    for name, stream in streams.items():
        threading.Thread(target=pump, args=(name, stream, chunks), daemon=True).start()
    still_open = len(streams)
    while still_open:
        name, data = chunks.get()
        if data:
            yield name, data
        else:
            still_open -= 1


def pump(name: str, stream: IO[bytes], chunks: "SimpleQueue[Chunk]") -> None:
    """Move a stream into the queue; an empty chunk marks its end."""
    with stream:
        while data := os.read(stream.fileno(), CHUNK_BYTES):
            chunks.put((name, data))
    chunks.put((name, b""))
