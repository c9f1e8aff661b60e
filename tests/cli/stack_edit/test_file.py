"""Nobody's edit is lost, and nobody ever reads half a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modelhost.cli.stack_edit.difference import coloured, difference
from modelhost.cli.stack_edit.file import read, write
from modelhost.cli.stack_edit.problem import StackEditError


def test_a_file_is_replaced_at_once(tmp_path: Path):
    """A new file takes the name; nothing else is left in the folder, and who may read it stays."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text("a: 1\n")
    path.chmod(0o640)
    before = path.stat().st_ino
    write(path, "a: 1\n", "a: 2\n")
    assert (path.read_text(), oct(path.stat().st_mode)[-3:], os.listdir(tmp_path)) == ("a: 2\n", "640", [path.name])
    assert path.stat().st_ino != before


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path):
    """A colleague saved it while the question was on the screen."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text("a: 3\n")
    with pytest.raises(StackEditError, match="changed meanwhile"):
        write(path, "a: 1\n", "a: 2\n")
    assert (path.read_text(), os.listdir(tmp_path)) == ("a: 3\n", [path.name])


def test_a_link_stays_a_link(tmp_path: Path):
    """The file behind it changes."""
    path, link = tmp_path / "real.yaml", tmp_path / "Pulumi.dev.yaml"
    path.write_text("a: 1\n")
    link.symlink_to(path)
    write(link, "a: 1\n", "a: 2\n")
    assert (link.is_symlink(), path.read_text()) == (True, "a: 2\n")


def test_line_ends_are_read_as_they_are(tmp_path: Path):
    """And written so."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"a: 1\r\n")
    write(path, read(path), read(path).replace("1", "2"))
    assert path.read_bytes() == b"a: 2\r\n"


def test_what_is_no_text_is_refused(tmp_path: Path):
    """With its name."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(StackEditError, match=r"Pulumi.dev.yaml cannot be read"):
        read(path)


def test_a_difference_names_the_file_and_is_coloured():
    """Additions green, removals red, and readable without."""
    diff = difference("Pulumi.dev.yaml", "a: 1\nb: 2\n", "a: 1\nb: 3\n")
    text = coloured(diff)
    assert diff.splitlines()[-2:] == ["-b: 2", "+b: 3"]
    assert {str(span.style) for span in text.spans} == {"bold", "cyan", "green", "red"}
    assert text.plain == diff
