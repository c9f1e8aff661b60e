"""Run a Pulumi program in this process the way `python PROGRAM` would, and leave no trace for the next run."""

import os
import runpy
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pulumi


def program(directory: Path, entry_point: str, args: list[str], root: Path) -> Callable[[], None]:
    """Return a function that runs the program at *entry_point* of *directory*."""

    def run() -> None:
        with as_main_program(directory, args, root):
            try:
                runpy.run_path(str(directory / entry_point), run_name="__main__")
            except pulumi.RunError:
                raise
            except SystemExit as error:
                if error.code:
                    raise pulumi.RunError(f"Program exited with code {error.code}") from None
            except Exception as error:
                raise pulumi.RunError(unhandled(error)) from None

    return run


def unhandled(error: BaseException) -> str:
    """Describe an exception that the program let through, without the frames that are ours."""
    frames = error.__traceback__
    while frames is not None and is_machinery(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    lines = traceback.format_exception(type(error), error, frames or error.__traceback__)
    return "Program failed with an unhandled exception:\n" + "".join(lines)


def is_machinery(file: str) -> bool:
    """Say whether *file* belongs to what starts a program and not to the program."""
    return file == __file__ or "runpy" in file or file.startswith("<frozen")


@contextmanager
def as_main_program(directory: Path, args: list[str], root: Path) -> Iterator[None]:
    """Give the program its folder, arguments and import path; afterwards forget the modules it brought."""
    before, path, argv, folder = set(sys.modules), list(sys.path), list(sys.argv), os.getcwd()
    os.chdir(directory)
    sys.path.insert(0, str(directory))
    sys.argv = [str(directory), *args]
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:], sys.argv = path, argv
        for name in modules_under(root, set(sys.modules) - before):
            del sys.modules[name]


def modules_under(root: Path, names: set[str]) -> list[str]:
    """Return those of *names* whose source lies in the project, outside its virtualenv."""
    found = []
    for name in names:
        file = getattr(sys.modules[name], "__file__", None)
        if file and Path(file).is_relative_to(root) and "site-packages" not in file:
            found.append(name)
    return sorted(found)
