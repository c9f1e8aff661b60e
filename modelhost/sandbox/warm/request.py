"""What a client asks for: a Python process, with everything that such a process inherits."""

import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

from modelhost.sandbox.warm.client import LENGTH, STANDARD_STREAMS

LONGEST_BYTES = 64 * 1024 * 1024
SHORTEST_SECONDS = 0.001


class NotUnderstoodError(Exception):
    """A client said something else than a request."""


@dataclass(frozen=True)
class Request:
    """A process as a client wants it."""

    parent: int
    """The process that started the client."""
    umask: int
    folder: bytes
    ignored: frozenset[int]
    """Signals that the client was started to ignore."""
    arguments: tuple[str, ...]
    """What follows `python` on the command line."""
    variables: Mapping[str, str]
    streams: tuple[int, ...]
    """Our file descriptors for its standard streams."""


def receive(connection: socket.socket) -> Request:
    """Read a request, with the time limit of *connection*."""
    head, streams, _, _ = socket.recv_fds(connection, LENGTH.size, len(STANDARD_STREAMS))
    try:
        if len(head) != LENGTH.size or len(streams) != len(STANDARD_STREAMS):
            raise NotUnderstoodError
        return read(exactly(connection, LENGTH.unpack(head)[0]), tuple(streams))
    except BaseException:
        for each in streams:
            os.close(each)
        raise


def exactly(connection: socket.socket, size: int) -> bytes:
    """Read *size* bytes, all of them within the time limit of *connection*."""
    if size > LONGEST_BYTES:
        raise NotUnderstoodError
    body = bytearray()
    limit = connection.gettimeout()
    deadline = None if limit is None else time.monotonic() + limit
    while len(body) < size:
        if deadline is not None:
            connection.settimeout(max(SHORTEST_SECONDS, deadline - time.monotonic()))
        chunk = connection.recv(size - len(body))
        if not chunk:
            raise NotUnderstoodError
        body += chunk
    return bytes(body)


def read(body: bytes, streams: tuple[int, ...]) -> Request:
    """Read what a client has written down about itself."""
    try:
        parent, umask, count, folder, ignored, *rest = body.split(b"\0")
        arguments, entries = rest[: int(count)], rest[int(count) :]
        pairs = (os.fsdecode(entry).partition("=") for entry in entries)
        return Request(
            parent=int(parent),
            umask=int(umask),
            folder=folder,
            ignored=frozenset(map(int, ignored.split())),
            arguments=tuple(map(os.fsdecode, arguments)),
            variables={name: value for name, _, value in pairs},
            streams=streams,
        )
    except ValueError:
        raise NotUnderstoodError from None
