"""What holds for every test: the long ones begin first, and coverage is measured only where it is asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sandbox.account import account

__all__ = ["account"]

MEASURED = {"spec", "components", "infra"}
"""Folders of tests under which the lines that run are recorded, but for generated cases; it doubles their time."""
HERE = Path(__file__).parent
os.environ["MODELHOST_CATALOG"] = ""
"""What a developer refreshed from AWS changes no test."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the engine first, so that no worker waits for one at the end, and pause the measurement."""
    items.sort(key=lambda item: item.get_closest_marker("sandbox") is None)
    for item in items:
        generated = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if generated or item.path.relative_to(HERE).parts[0] not in MEASURED:
            item.add_marker(pytest.mark.no_cover)
