"""This project's own modules in the warm host: a forked process keeps them only while their files are as they were."""

import importlib
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

OURS = "modelhost"
MODULES = (
    *("modelhost.spec.lint", "modelhost.spec.load", "modelhost.spec.stack_file"),
    *("modelhost.provider.server", "modelhost.provider.sagemaker"),
    *("modelhost.sandbox.aws.invoke", "modelhost.sandbox.aws.rows.table", "modelhost.sandbox.language.host"),
)
"""What the program, the two providers and the language host import of ours."""
BEGUN_NS = time.time_ns()
"""Others of ours, the host's own, are imported from here on."""
Files = frozenset[tuple[str, int, int]]
"""Path, time of change in ns and size in bytes."""


def load() -> Files | None:
    """Import them; return the files beside them, None when one changed since the host began."""
    for name in MODULES:
        importlib.import_module(name)
    found = files(folders())
    return found if max(changed for _, changed, _ in found) < BEGUN_NS else None


def forget_unless(before: Files | None) -> None:
    """Forget every module of ours unless the files are as *before*, and a process of this folder would find them."""
    with suppress(OSError):  # a folder that is gone is a change, too
        if before is not None and not hidden() and files(folders()) == before:
            return
    for name in [name for name in sys.modules if is_ours(name)]:
        del sys.modules[name]


def folders() -> set[str]:
    """Return the folders that modules of ours were imported from."""
    return {os.path.dirname(each.__file__) for name, each in sys.modules.items() if is_ours(name) and each.__file__}


def files(places: Iterable[str]) -> Files:
    """Return the files in folders, without those of folders below."""
    entries = ((entry.path, entry.stat()) for place in places for entry in os.scandir(place) if entry.is_file())
    return frozenset((path, found.st_mtime_ns, found.st_size) for path, found in entries)


def hidden() -> bool:
    """Say whether the current folder, which Python looks through first, holds another package of our name."""
    here, ours = Path.cwd() / OURS, sys.modules[OURS].__file__
    return ours is None or (here.is_dir() and not here.samefile(Path(ours).parent))


def is_ours(name: str) -> bool:
    """Say whether a module is one of this project."""
    return name.partition(".")[0] == OURS
