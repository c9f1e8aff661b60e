"""An edit of a stack file touches what it has to and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.cli.stack_edit.edit import Change, Put, Remove, edited
from modelhost.cli.stack_edit.problem import StackEditError

HEAD = "# who owns this\nconfig:\n  x:\n"


def test_a_new_key_stands_behind_the_key_named():
    """With the indentation of its neighbours; comments stay where they are."""
    text = "a:\n    one: 1   # first\n\n    # about two\n    two: 'x'\n"
    done = edited(text, [Put(("a", "version"), "dev-digits-1a2b3c4", after="one")])
    assert done == "a:\n    one: 1   # first\n    version: dev-digits-1a2b3c4\n\n    # about two\n    two: 'x'\n"


def test_a_new_key_comes_after_the_block_before_it():
    """A block's own comments are not cut off from it."""
    text = "e:\n  model:\n    artifact: x   # s3\n    # framework: y\n  machine: m\n"
    done = edited(text, [Put(("e", "version"), "v1", after="model")])
    assert done == text.replace("  machine", "  version: v1\n  machine")


@pytest.mark.parametrize(
    ("text", "change", "done"),
    [
        ("a: {b: 1}  # c\n", Put(("a", "d"), "x"), "a: {b: 1, d: x}  # c\n"),
        ("a: {}\n", Put(("a", "d"), "x"), "a: {d: x}\n"),
        ("a: {b: 1, c: 2}\n", Put(("a", "d"), 3, after="b"), "a: {b: 1, d: 3, c: 2}\n"),
        ("a: {b: 1,}\n", Put(("a", "d"), 3), "a: {b: 1, d: 3,}\n"),
        ("a: 1  # c\n", Put(("a",), 2), "a: 2  # c\n"),
        ("a: 'x'\n", Put(("a",), "it's"), "a: 'it''s'\n"),
        ('a: "x"\n', Put(("a",), "y"), 'a: "y"\n'),
        ("a: x\n", Put(("a",), "1.4"), 'a: "1.4"\n'),
        ("a: x\n", Put(("a",), "on"), 'a: "on"\n'),
        ("a: x\n", Put(("a",), "weekdays 08:00"), 'a: "weekdays 08:00"\n'),
        ("a:\nb: 1\n", Put(("a",), 2), "a: 2\nb: 1\n"),
        ("a:   # nothing yet\nb: 1\n", Put(("a", "c"), 2), "a: {c: 2}   # nothing yet\nb: 1\n"),
        ("a: |\n  text\n\nb: 1\n", Put(("a",), "x"), "a: x\n\nb: 1\n"),
        ("a:\n  - {b: 1}\n  - {b: 2}\n", Put(("a", 1, "b"), 3), "a:\n  - {b: 1}\n  - {b: 3}\n"),
        ("a:\n  b: 1\n", Put(("a", "c"), {"d": 1}), "a:\n  b: 1\n  c: {d: 1}\n"),
        ("a: 1", Put(("b",), 2), "a: 1\nb: 2\n"),
        ("a: 1\r\nc: 3\r\n", Put(("b",), 2, after="a"), "a: 1\r\nb: 2\r\nc: 3\r\n"),
        ("a:\n  b: 1   # c\n  d: 2\n", Remove(("a", "b")), "a:\n  d: 2\n"),
        ("a:\n  - b: 1\n    c: 2\n", Remove(("a", 0, "b")), "a:\n  - c: 2\n"),
        ("a: {b: 1, c: 2}\n", Remove(("a", "b")), "a: {c: 2}\n"),
        ("a: {b: 1, c: 2}\n", Remove(("a", "c")), "a: {b: 1}\n"),
        ("a:\n  b: 1\nc: 2\n", Remove(("a", "b")), "a: {}\nc: 2\n"),
        ("a: 1\n", Remove(("b",)), "a: 1\n"),
    ],
)
def test_each_form_is_edited_in_its_own_style(text: str, change: Change, done: str):
    """Braces stay braces, quotes stay quotes, comments stay, line ends stay."""
    assert edited(text, [change]) == done


def test_a_list_of_mappings_is_written_one_below_the_other():
    """As our stack files write schedules."""
    entries = [{"at": "weekdays 08:00", "min": 2}, {"at": "weekdays 20:00", "min": 1}]
    done = edited("s:\n  strategy: auto\n", [Put(("s", "schedule"), entries)])
    assert done == (
        "s:\n  strategy: auto\n  schedule:\n"
        '    - {at: "weekdays 08:00", min: 2}\n    - {at: "weekdays 20:00", min: 1}\n'
    )


def test_a_block_is_written_key_by_key():
    """What is the same stays as it was written, with its comment; what is new stands behind the key before it."""
    text = "s:\n  strategy: auto      # the one word\n  replicas: {count: 3, min: 1, max: 6}\n  sizes: [a, b]   # old\n"
    wanted: dict[str, Any] = {
        "strategy": "auto",
        "replicas": {"count": 3, "min": 2, "max": 6},
        "target": {"metric": "concurrency", "value": 8},
    }
    assert edited(text, [Put(("s",), wanted)]) == (
        "s:\n  strategy: auto      # the one word\n  replicas: {count: 3, min: 2, max: 6}\n"
        "  target: {metric: concurrency, value: 8}\n"
    )


def test_the_same_value_changes_nothing():
    """Not even the way it is written."""
    text = HEAD + "    a:  'on'   # c\n    b: {x: 1,   y: [1,2]}\n"
    assert edited(text, [Put(("config", "x"), {"a": "on", "b": {"x": 1, "y": [1, 2]}})]) == text


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("a: &x one\nb: *x\n", Put(("a",), "two")),
        ("a: *x\n", Put(("b",), 1)),
        ("a: 1\na: 2\n", Put(("b",), 1)),
        ("a: [1\n", Put(("b",), 1)),
        ("- a\n", Put(("b",), 1)),
        ("a: 1\n", Put(("a", "b"), 1)),
        ("a: [1]\n", Put(("a", 4), 1)),
    ],
)
def test_what_cannot_be_edited_safely_is_refused(text: str, change: Change):
    """Shared values, broken files, places that hold no block."""
    with pytest.raises(StackEditError, match=r"by hand|as a mapping"):
        edited(text, [change])
