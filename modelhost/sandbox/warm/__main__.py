"""Start the warm host: `python -m modelhost.sandbox.warm --door FOLDER --listening N [--parent-pid N]`."""

import argparse
import gc
import os
import socket
import sys
import sysconfig
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from modelhost.sandbox.warm import fresh, own, packages
from modelhost.sandbox.warm.request import Request
from modelhost.sandbox.warm.server import Server

FROM_THE_START = ("PYTHON", "LC_", "LD_", "COV", "GRPC_")
"""Beginnings of variables that an interpreter, or a library in it, looks at before anything can note it."""
SELDOM = ("LANG", "LANGUAGE", "TZ")


def main() -> None:
    """Import, then fork whenever asked; a forked process leaves here as what it was asked to be."""
    parser = argparse.ArgumentParser(prog="modelhost.sandbox.warm", description=__doc__)
    parser.add_argument("--door", type=Path, required=True, help="folder of the socket; the host ends with it")
    parser.add_argument("--listening", type=int, required=True, help="file descriptor of the socket")
    parser.add_argument("--parent-pid", type=int, help="end when this process is gone")
    arguments = parser.parse_args()
    if not sys.flags.safe_path:
        sys.path.pop(0)
    installed = packages_of()
    asked, started_with = packages.load(), dict(os.environ)
    with packages.noted() as asked_by_ours:
        loaded = own.load()
    gc.freeze()
    asked |= asked_by_ours

    def willing(request: Request) -> bool:
        understood = fresh.command(request.arguments) is not None
        return understood and packages_of() == installed and agree(request.variables, started_with, asked)

    door = socket.socket(fileno=arguments.listening)
    request = Server(door, willing, partial(needed, arguments.door, arguments.parent_pid)).serve()
    if request is not None:
        wanted = fresh.command(request.arguments)
        assert wanted is not None
        fresh.become(request, wanted.unbuffered)
        own.forget_unless(loaded)
        fresh.run(wanted, request.arguments)


def packages_of() -> tuple[int, ...]:
    """Return when something was last installed or removed."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return tuple(os.stat(folder).st_mtime_ns for folder in sorted(folders))


def agree(wanted: Mapping[str, str], ours: Mapping[str, str], asked: frozenset[str]) -> bool:
    """Say whether two environments are the same in what was looked at before the fork."""
    names = asked | {name for name in (*wanted, *ours) if name.startswith(FROM_THE_START) or name in SELDOM}
    return all(wanted.get(name) == ours.get(name) for name in names)


def needed(door: Path, owner: int | None) -> bool:
    """Say whether the sandbox is still there, and the process that it is to end with."""
    if not door.exists():
        return False
    try:
        if owner is not None:
            os.kill(owner, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


if __name__ == "__main__":
    main()
