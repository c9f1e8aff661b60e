"""Which Python a project or plugin wants: the `virtualenv` of its options, else the one we run in."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def interpreter(root: Path, options: Mapping[str, Any]) -> Path:
    """Return the Python of the virtualenv that *options* names under *root*, or ours where there is none."""
    virtualenv = options.get("virtualenv")
    if not virtualenv:
        return Path(sys.executable)
    python = root / str(virtualenv) / "bin" / "python"
    return python if python.exists() else Path(sys.executable)


def is_ours(python: Path) -> bool:
    """Say whether *python* belongs to the environment that this process runs in."""
    return python.parent.parent.resolve() == Path(sys.prefix).resolve()
