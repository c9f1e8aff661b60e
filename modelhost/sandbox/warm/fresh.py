"""Make a forked process what a fresh interpreter would be, and run what it was asked to run."""

import gc
import importlib
import io
import os
import runpy
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from modelhost.sandbox.warm.request import Request


@dataclass(frozen=True)
class Command:
    """The part of Python's command line that plugins are started with: `[-u] (-m MODULE | /FOLDER) ARGUMENT...`."""

    unbuffered: bool
    module: str | None
    """A module to run as the main program; None where a folder is run."""
    arguments: tuple[str, ...]
    """What `sys.argv` is to hold, the program first."""


def command(arguments: Sequence[str]) -> Command | None:
    """Read the arguments of a Python; None for those that only Python itself understands."""
    unbuffered = arguments[:1] == ("-u",)
    rest = tuple(arguments[1:] if unbuffered else arguments)
    if rest[:1] == ("-m",) and len(rest) > 1:
        return Command(unbuffered, rest[1], rest[1:])
    if rest and os.path.isabs(rest[0]) and os.path.isdir(rest[0]):
        return Command(unbuffered, None, rest)
    return None


def become(request: Request, unbuffered: bool) -> None:
    """Take over what the client would have inherited or been given."""
    os.setpgid(0, 0)
    for number, stream in enumerate(request.streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request.folder)
    os.umask(request.umask)
    os.environ.clear()
    os.environ.update(request.variables)
    set_signals(request.ignored)
    open_streams(unbuffered or bool(os.environ.get("PYTHONUNBUFFERED")))
    importlib.invalidate_caches()
    gc.enable()


def set_signals(ignored: frozenset[int]) -> None:
    """Ignore what the client ignores, and handle the rest as Python does."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
    if signal.SIGINT not in ignored:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def open_streams(unbuffered: bool) -> None:
    """Give the standard streams to Python as a fresh one would have them."""
    for number, name, mode in ((0, "stdin", "rb"), (1, "stdout", "wb"), (2, "stderr", "wb")):
        before = getattr(sys, name)
        binary = open(number, mode, buffering=0 if unbuffered and number else -1, closefd=False)  # noqa: SIM115
        text = io.TextIOWrapper(
            binary,
            before.encoding,
            before.errors,
            line_buffering=not unbuffered and (number == 2 or binary.isatty()),
            write_through=unbuffered,
        )
        setattr(sys, name, text)
        setattr(sys, f"__{name}__", text)


def run(wanted: Command, arguments: Sequence[str]) -> None:
    """Run a module or a folder as the main program."""
    sys.argv, sys.orig_argv = list(wanted.arguments), [sys.executable, *arguments]
    if wanted.module is None:
        runpy.run_path(wanted.arguments[0], run_name="__main__")
        return
    if not sys.flags.safe_path:
        sys.path.insert(0, os.getcwd())
    runpy.run_module(wanted.module, run_name="__main__", alter_sys=True)
