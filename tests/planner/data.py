"""Where the collected traces and measurements lie; they are not part of the project."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[3] / "shared" / "data"


def path(name: str) -> Path:
    """Return the file *name* of the collected data, or skip the test where it is absent."""
    folder = Path(os.environ.get("MODELHOST_DATA") or BESIDE)
    found = folder / name
    if not found.is_file():
        pytest.skip(f"no {name}; set MODELHOST_DATA to the folder that holds it")
    return found
