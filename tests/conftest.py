"""What holds for every test: the long ones begin first, and coverage is measured only where it is asked for."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage

from modelhost.sandbox import description
from tests.sandbox.account import account

__all__ = ["account"]

MEASURED = {"spec", "components", "infra"}
"""Folders of tests under which the lines that run are recorded, but for generated cases; it doubles their time."""
HERE = Path(__file__).parent
ALLOCATIONS_BETWEEN_COLLECTIONS = 20_000
os.environ["MODELHOST_CATALOG"] = ""
"""What a developer refreshed from AWS changes no test."""
description.keep()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the engine first, so that no worker waits for one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("sandbox") is None)


def pytest_collection_finish() -> None:
    """Set aside for good what the collector would visit again and again: thousands of tests, and AWS's descriptions."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Record no lines where they are not asked for; the fixtures cost as much as the tests."""
    recorder = None if measured(item) else Coverage.current()
    if recorder is not None:
        recorder.stop()
    try:
        return (yield)
    finally:
        if recorder is not None:
            recorder.start()


def measured(item: pytest.Item) -> bool:
    """Say whether the lines that *item* runs are recorded."""
    generated = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return not generated and item.path.relative_to(HERE).parts[0] in MEASURED
