"""Stand in for a Python process: let the warm host fork it and end as it ends; where nobody answers, be it.

Started as `python -I -S client.py DOOR -m MODULE ...` whenever the engine starts a plugin, so it imports next to
nothing, and above all nothing of this project. DOOR is the folder that holds the socket of the warm host.
"""

import os
import signal
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import FrameType

GREETING_SECONDS = 20.0
WATCH_SECONDS = 0.5
NUMBER = struct.Struct("!i")
LENGTH = struct.Struct("!Q")
STANDARD_STREAMS = [0, 1, 2]
PASSED_ON = (signal.SIGINT, signal.SIGTERM)


def main(door: str, argv: list[str]) -> None:
    """Become, or stand in for, `python *argv*`."""
    parent = os.getppid()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)  # until there is somebody to pass them on to
    with socket.socket(socket.AF_UNIX) as host:
        child = ask(host, door, argv)
        if child:
            follow(host, child, parent, before)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.execv(sys.executable, [sys.executable, *argv])


def ask(host: socket.socket, door: str, argv: list[str]) -> int:
    """Hand this process to the warm host; return the process that it forked, 0 where it forked none."""
    try:
        folder = os.open(door, os.O_RDONLY | os.O_DIRECTORY)  # a path through it is short, whatever the folder's is
        host.settimeout(GREETING_SECONDS)
        host.connect(f"/proc/self/fd/{folder}/door")
        os.close(folder)
        if owner(host) != os.getuid() or not host.recv(1):
            return 0
        body = description(argv)
        socket.send_fds(host, [LENGTH.pack(len(body))], STANDARD_STREAMS)
        host.sendall(body)
        host.settimeout(None)  # it may be forking already, and must not run twice
        return number(host) or 0
    except OSError:
        return 0


def owner(connection: socket.socket) -> int:
    """Return the user at the other end."""
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return int(user)


def description(argv: list[str]) -> bytes:
    """Describe this process: parent, umask, folder, ignored signals, arguments after their number, variables."""
    mask = os.umask(0)
    os.umask(mask)
    variables = [name + b"=" + value for name, value in os.environb.items()]
    numbers = [b"%d" % each for each in (os.getppid(), mask, len(argv))]
    ignored = [b"%d" % each for each in signal.valid_signals() if signal.getsignal(each) is signal.SIG_IGN]
    return b"\0".join([*numbers, os.getcwdb(), b" ".join(ignored), *map(os.fsencode, argv), *variables])


def number(host: socket.socket) -> int | None:
    """Return the number that the warm host says next, None when it has nothing more to say."""
    said = host.recv(NUMBER.size, socket.MSG_WAITALL)
    return int(NUMBER.unpack(said)[0]) if len(said) == NUMBER.size else None


def follow(host: socket.socket, child: int, parent: int, mask: Iterable[int]) -> None:
    """Pass signals on until *child* ends, and end like it; it also ends with the host, and with our *parent*.

    From here on *mask* says what is blocked.
    """

    def pass_on(received: int, _frame: FrameType | None) -> None:
        with suppress(OSError):
            host.send(bytes([received]))

    for each in PASSED_ON:
        signal.signal(each, pass_on)  # even where we ignore it: the process may do otherwise
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    host.settimeout(WATCH_SECONDS)
    code = None
    while os.getppid() == parent:
        try:
            code = number(host)
        except TimeoutError:
            continue
        except OSError:
            pass
        break
    if code is None:
        with suppress(OSError):
            os.killpg(child, signal.SIGKILL)
    end(1 if code is None else code)


def end(code: int) -> None:
    """End with an exit code, or by the signal that a negative one names."""
    if code < 0:
        with suppress(OSError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
