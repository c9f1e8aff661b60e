"""Fork a process for every client, on one thread; whoever goes first, client or process, takes the other along."""

import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from modelhost.sandbox.warm.client import NUMBER, owner
from modelhost.sandbox.warm.request import NotUnderstoodError, Request, receive

REQUEST_SECONDS = 5.0
WATCH_SECONDS = 0.5
FORWARDED = frozenset({signal.SIGINT, signal.SIGTERM})


@dataclass(frozen=True)
class Session:
    """A client and the process that was forked for it, which leads a process group."""

    client: socket.socket
    parent: int
    """The process that started the client."""
    process: int
    ended: int
    """A file descriptor that becomes readable when the process ends."""


class Server:
    """The parent of all forked processes."""

    def __init__(self, door: socket.socket, willing: Callable[[Request], bool], needed: Callable[[], bool]) -> None:
        """Listen at *door*; fork only what *willing* accepts, and leave when *needed* says no."""
        self._door = door
        self._willing = willing
        self._needed = needed
        self._selector = selectors.DefaultSelector()
        self._sessions: set[Session] = set()
        self._selector.register(door, selectors.EVENT_READ)

    def serve(self) -> Request | None:
        """Serve until nobody needs us, then return None; in a forked process, return what it is asked to be."""
        while self._needed():
            for key, _ in self._selector.select(WATCH_SECONDS):
                session: Session | None = key.data
                if session is None:
                    request = self._admit()
                    if request is not None:
                        return request
                elif session in self._sessions:
                    self._attend(session, ended=key.fileobj == session.ended)
        for session in list(self._sessions):
            self._end(session)
        return None

    def _admit(self) -> Request | None:
        try:
            client, _ = self._door.accept()
        except OSError:
            return None
        client.settimeout(REQUEST_SECONDS)
        try:
            if owner(client) != os.getuid():
                raise NotUnderstoodError
            client.sendall(b"!")
            request = receive(client)
        except (OSError, NotUnderstoodError):
            client.close()
            return None
        forked = self._fork(client, request) if self._willing(request) else None
        if forked == 0:
            return request
        if forked is None:
            client.close()
        for each in request.streams:
            os.close(each)
        return None

    def _fork(self, client: socket.socket, request: Request) -> int | None:
        try:
            process = os.fork()
        except OSError:
            return None
        if process == 0:
            self._let_go(client)
            return 0
        with suppress(OSError):  # it may have done so itself, and more
            os.setpgid(process, process)
        try:
            ended = os.pidfd_open(process)
        except OSError:  # no file descriptors are left; the client starts a Python of its own
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None
        session = Session(client, request.parent, process, ended)
        self._sessions.add(session)
        self._selector.register(client, selectors.EVENT_READ, session)
        self._selector.register(session.ended, selectors.EVENT_READ, session)
        self._say(session, process)
        return process

    def _let_go(self, client: socket.socket) -> None:
        """Close, in a forked process, what belongs to its parent."""
        self._selector.close()
        self._door.close()
        client.close()
        for each in self._sessions:
            each.client.close()
            os.close(each.ended)

    def _attend(self, session: Session, ended: bool) -> None:
        """Pass a signal on, or end a session whose client or process is gone."""
        if ended:
            self._end(session, by_force=False)
            return
        try:
            said = session.client.recv(1)
        except OSError:
            said = b""
        if not said:
            self._end(session)
        elif said[0] in FORWARDED:
            signal_group(session.process, said[0])

    def _end(self, session: Session, by_force: bool = True) -> None:
        """End a session, by force with the whole group, and the sessions of clients that its process started."""
        self._sessions.discard(session)
        if by_force:
            signal_group(session.process, signal.SIGKILL)
        _, status = os.waitpid(session.process, 0)
        self._say(session, os.waitstatus_to_exitcode(status))
        for each in (session.client, session.ended):
            self._selector.unregister(each)
        session.client.close()
        os.close(session.ended)
        for other in [other for other in self._sessions if other.parent == session.process]:
            if other in self._sessions:
                self._end(other)

    def _say(self, session: Session, number: int) -> None:
        with suppress(OSError):
            session.client.sendall(NUMBER.pack(number))


def signal_group(process: int, number: int) -> None:
    """Signal the group that an unreaped *process* leads."""
    with suppress(ProcessLookupError):
        os.killpg(process, number)
