"""Which Pulumi the sandbox runs with."""

from pathlib import Path

import pytest

from modelhost.sandbox import engine


def executable(path: Path, script: str) -> Path:
    """Write a shell script that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("said", "suits"),
    [
        ("v3.258.0\n", True),
        ("v3.272.1", True),
        ("v3.258.0-dev.0+dirty", True),
        ("v3.257.9", False),
        ("v4.0.0", False),
        ("", False),
    ],
)
def test_only_an_engine_of_the_pinned_version_or_newer_suits(said: str, suits: bool) -> None:
    """An older engine, another major version and a broken one are passed over."""
    assert engine.suits(said) is suits


def test_the_users_own_engine_comes_first(tmp_path: Path) -> None:
    """A suitable `pulumi` on the PATH is used and nothing is built."""
    own = executable(tmp_path / "bin" / "pulumi", "echo v3.300.0")
    assert engine.find({"PATH": str(own.parent), "MODELHOST_CACHE": str(tmp_path)}) == own


def test_an_old_engine_gives_way_to_the_cached_one(tmp_path: Path) -> None:
    """An engine on the PATH that is too old is left alone, and the one built earlier is used."""
    old = executable(tmp_path / "bin" / "pulumi", "echo v3.100.0")
    built = executable(tmp_path / "pulumi-3.258.0" / "pulumi", "echo v3.258.0")
    assert engine.find({"PATH": str(old.parent), "MODELHOST_CACHE": str(tmp_path)}) == built


def test_without_pulumi_and_go_one_sentence_says_so(tmp_path: Path) -> None:
    """The message names both ways out."""
    with pytest.raises(
        engine.EngineMissingError, match=r"^there is no pulumi .* install Pulumi 3\.258\.0 or newer, or Go"
    ):
        engine.engine(tmp_path, print, {"PATH": str(tmp_path), "MODELHOST_CACHE": str(tmp_path)})


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    """Only a complete engine appears in the cache."""
    go = executable(tmp_path / "bin" / "go", 'touch "$3"; echo no space left >&2; exit 1')
    target = tmp_path / "cache" / "pulumi"
    with pytest.raises(engine.EngineMissingError, match="no space left"):
        engine.build(go, tmp_path, target, print, {"PATH": "/bin:/usr/bin"})
    assert list(target.parent.iterdir()) == []
