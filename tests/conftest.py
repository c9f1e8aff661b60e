"""What holds for every test: coverage is measured where it is asked for, and costs nothing elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

MEASURED = {"spec", "components", "infra"}
"""Folders of tests under which the lines that run are recorded; doing so doubles the time of what runs."""
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pause the measurement during all tests but those of the rooms whose coverage is demanded."""
    for item in items:
        if item.path.relative_to(HERE).parts[0] not in MEASURED:
            item.add_marker(pytest.mark.no_cover)
