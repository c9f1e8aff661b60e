"""A user's own catalogue beside the one that is shipped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from modelhost.catalog.accelerator import accelerator
from modelhost.catalog.machine import ec2_machines, machine, machines
from modelhost.catalog.overlay import overlay
from modelhost.catalog.region import listed_somewhere

CACHED = (overlay, machine, machines, ec2_machines, accelerator, listed_somewhere)
CONTENT: dict[str, Any] = {
    "format": 1,
    "region": "us-west-2",
    "date": "2026-11-20",
    "source": "AWS",
    "accelerators": {"Z9": 48.0},
    "machines": {"z9.xlarge": [4, 64.0, "Z9", 2, 0, "arm64", 10.0], "ml.z9.xlarge": [4, 64.0, "Z9", 2, 0, "arm64", 10]},
    "prices": {"ml.g6.xlarge": 0.99, "z9.xlarge": 5.0, "ml.z9.xlarge": 6.0},
    "offers": ["ml.g6.xlarge", "z9.xlarge", "ml.z9.xlarge"],
    "zones": {"z9.xlarge": "us-west-2a us-west-2b"},
}


@pytest.fixture
def refreshed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Write a file into the user's own catalogue; keywords override fields, text replaces all."""

    def write(text: str | None = None, name: str = "us-west-2.json", **changes: Any) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({**CONTENT, **changes}) if text is None else text)
        forget()
        return path

    monkeypatch.setenv("MODELHOST_CATALOG", str(tmp_path))
    forget()
    yield write
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Read the catalogue anew at the next look-up."""
    for each in CACHED:
        each.cache_clear()
