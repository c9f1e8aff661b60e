"""Whatever a stack file looks like, an edit says what was asked for and leaves every other character as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.cli.stack_edit.edit import Put, Remove, edited, same
from modelhost.cli.stack_edit.node import data
from tests.depth import cases

pytestmark = pytest.mark.deep

KEYS = st.sampled_from(["machine", "model", "scaling", "modelhost:environment", "a_b", "x-1", "min", "q z"])
WORDS = st.sampled_from(["ml.m7i.large", "weekdays 08:00", "on", "1.4", "", "it's", '"', "#no", "a: b", "ä→ß", "- x"])
SCALARS = st.one_of(WORDS, st.integers(-5, 99), st.booleans(), st.none(), st.floats(0, 9).map(lambda x: round(x, 2)))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A file as people write it: blocks and braces, three kinds of quotes, comments, blank lines, odd indentation."""
    lines = ["# top"] if draw(st.booleans()) else []
    lines += draw(block(0, 3))
    ends = ["\n", "\n\n# last\n", "" if lines[-1].strip() != "more" else "\n"]
    text = "\n".join(lines) + draw(st.sampled_from(ends))
    return text.replace("\n", "\r\n") if draw(st.integers(0, 9)) == 0 else text


@st.composite
def block(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    """The lines of a mapping."""
    lines: list[str] = []
    for key in draw(st.lists(KEYS, min_size=1, max_size=4, unique=True)):
        lines += draw(st.sampled_from([[], [], [""], [" " * indent + "# above"], ["", "# far left"]]))
        head = f"{' ' * indent}{key}:"
        comment = draw(st.sampled_from(["", "", "   # behind", " #"]))
        form = draw(st.sampled_from(["scalar", "flow", "block", "list", "text"] if depth else ["scalar", "flow"]))
        if form == "block":
            lines += [head + comment, *draw(block(indent + draw(st.integers(1, 4)), depth - 1))]
        elif form == "list":
            items = draw(st.lists(inline(depth), min_size=1, max_size=3))
            lines += [head + comment, *(f"{' ' * indent}- {item}" for item in items)]
        elif form == "text":
            lines += [f"{head} |", f"{' ' * indent}   line # no comment", f"{' ' * indent}   more"]
        else:
            lines.append(f"{head} {draw(inline(depth if form == 'flow' else 0))}{comment}")
    return lines


@st.composite
def inline(draw: st.DrawFn, depth: int) -> str:
    """A value on one line."""
    if depth == 0 or draw(st.booleans()):
        return draw(
            st.sampled_from(["plain", "two words", "'it''s'", '"q # \\" q"', "7", "0.5", "true", "null", "~", '""'])
        )
    inner = draw(st.lists(inline(depth - 1), max_size=3))
    if draw(st.booleans()):
        return "[" + ", ".join(inner) + "]"
    keys = draw(st.lists(st.sampled_from("abc"), min_size=len(inner), max_size=len(inner), unique=True))
    gap = draw(st.sampled_from(["", " "]))
    pairs = ", ".join(f"{key}: {value}" for key, value in zip(keys, inner, strict=True))
    return "{" + gap + pairs + gap + "}"


def places(plain: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place of a file with what stands there."""
    yield path, plain
    pairs = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


def kept(before: str, after: str) -> tuple[str, str]:
    """What of *before* is gone, and what of *after* is new, between what they share at both ends."""
    first = next((place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(before), len(after)) if first is None else first
    room = min(len(before), len(after)) - start
    last = 0
    while last < room and before[-1 - last] == after[-1 - last]:
        last += 1
    return before[start : len(before) - last], after[start : len(after) - last]


@given(written(), SCALARS, st.data())
@settings(max_examples=cases(80, 2000), deadline=None, derandomize=True)
def test_a_value_is_changed_in_place(text: str, value: Any, choice: st.DataObject):
    """No line comes or goes, no comment is touched, and every other value is what it was."""
    leaves = [
        path for path, found in places(data(text)) if not isinstance(found, (dict, list)) and "\n" not in str(found)
    ]
    path = choice.draw(st.sampled_from([path for path in leaves if path] or [()]))
    if not path:
        return
    done = edited(text, [Put(path, value)])
    gone, new = kept(text, done)
    assert (done.count("\n"), done.count("# above"), done.count("# behind")) == (
        text.count("\n"),
        text.count("# above"),
        text.count("# behind"),
    )
    assert "\n" not in gone + new
    assert same(dict(places(data(done)))[path], value)


@given(written(), KEYS, VALUES, st.data())
@settings(max_examples=cases(80, 2000), deadline=None, derandomize=True)
def test_a_new_key_only_adds(text: str, key: str, value: Any, choice: st.DataObject):
    """Take away what is new, and the file is what it was."""
    holders = [(path, found) for path, found in places(data(text)) if isinstance(found, dict) and key not in found]
    if not holders:
        return
    path, holder = choice.draw(st.sampled_from(holders))
    after = choice.draw(st.sampled_from([None, *holder]))
    done = edited(text, [Put((*path, key), value, after)])
    gone, _ = kept(text, done)
    assert gone == ""
    assert same(dict(places(data(done)))[(*path, key)], value)


@given(written(), st.data())
@settings(max_examples=cases(80, 2000), deadline=None, derandomize=True)
def test_what_was_added_can_be_taken_out_again(text: str, choice: st.DataObject):
    """An edit and its opposite leave nothing behind."""
    holders = [path for path, found in places(data(text)) if isinstance(found, dict) and found]
    path = (*choice.draw(st.sampled_from(holders)), "version")
    there = edited(text, [Put(path, "dev-digits-1a2b3c4")])
    again = edited(there, [Remove(path)])
    assert again == (text if text.endswith("\n") or again == text else f"{text}{newline(text)}")


@given(written(), st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.data())
@settings(max_examples=cases(80, 2000), deadline=None, derandomize=True)
def test_a_whole_block_can_be_written(text: str, value: dict[str, Any], choice: st.DataObject):
    """It then says just that; every other block says what it said."""
    holders = [path for path, found in places(data(text)) if isinstance(found, dict) and path]
    path = choice.draw(st.sampled_from([*holders, ("x-2",)]))
    done = dict(places(data(edited(text, [Put(path, value)]))))
    assert same(done[path], value)
    others = [key for key in data(text) if key != path[0]]
    assert all(same(done[(key,)], data(text)[key]) for key in others)


def newline(text: str) -> str:
    """How the lines of *text* end."""
    return "\r\n" if "\r\n" in text else "\n"
