"""States that are whole, but that a half-written file beside them keeps from being read."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelhost.operate.recovery.sidecar import heal


@pytest.fixture
def stacks(tmp_path: Path) -> Path:
    """The stacks' folder of a file backend."""
    folder = tmp_path / ".pulumi" / "stacks" / "modelhost"
    folder.mkdir(parents=True)
    return folder


def test_an_empty_side_file_goes(tmp_path: Path, stacks: Path):
    """The run died between opening and writing it."""
    (stacks / "dev.json.attrs").touch()
    assert heal(f"file://{tmp_path}") == [stacks / "dev.json.attrs"]
    assert list(stacks.iterdir()) == []


def test_a_whole_side_file_and_the_state_stay(tmp_path: Path, stacks: Path):
    """Nothing but what holds nothing is touched."""
    (stacks / "dev.json").write_text("{}")
    (stacks / "dev.json.attrs").write_text('{"md5": "x"}')
    assert heal(f"file://{tmp_path}?no_tmp_dir=true") == []
    assert sorted(path.name for path in stacks.iterdir()) == ["dev.json", "dev.json.attrs"]


@pytest.mark.parametrize("backend", ["", "s3://states", "https://api.pulumi.com"])
def test_other_backends_have_none(backend: str):
    """They keep attributes by themselves."""
    assert heal(backend) == []
