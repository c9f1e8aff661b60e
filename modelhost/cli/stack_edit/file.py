"""Reading and writing a stack file so that no edit of somebody else is lost and no half file is ever seen."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from modelhost.cli.stack_edit.problem import StackEditError


def read(path: Path) -> str:
    """Return the text of *path* with its line ends as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StackEditError(f"{path.name} cannot be read: {error}") from error


def write(path: Path, before: str, after: str) -> None:
    """Put *after* in the place of *before*, at once; refuse when *path* does not say *before* any more."""
    target = path.resolve()
    handle, name = _beside(target)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
        if read(target) != before:
            raise StackEditError(f"{path.name} was changed meanwhile by somebody else; nothing is written, run again")
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def _beside(target: Path) -> tuple[int, str]:
    """Make an empty file in the folder of *target*, from where a rename is one step."""
    try:
        return tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise StackEditError(f"{target.parent} cannot be written to: {error.strerror}; nothing is changed") from error
