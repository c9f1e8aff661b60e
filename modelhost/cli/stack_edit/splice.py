"""Cutting one change into the text of a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from modelhost.cli.stack_edit.node import Entry, Path, begin, empty, end, entries, entry_of, find, inline
from modelhost.cli.stack_edit.problem import StackEditError
from modelhost.cli.stack_edit.render import block, flow, quoted


def put(text: str, root: Node, path: Path, value: Any, after: str | None) -> str:
    """Write *value* at *path*; a key that is new comes behind the key *after*, or last."""
    found = find(root, path)
    if not found.rest:
        return replace(text, found.nodes[-2], found.nodes[-1], value)
    for key in reversed(found.rest[1:]):
        value = {key: value}
    holder, key = found.nodes[-1], found.rest[0]
    if empty(holder) and len(found.nodes) > 1:
        return replace(text, found.nodes[-2], holder, {key: value})
    if not isinstance(holder, MappingNode) or not isinstance(key, str):
        raise StackEditError(f"there is no place for {key!r}: what should hold it is no mapping; edit it by hand")
    if inline(holder):
        return _insert_in_flow(text, holder, key, value, after)
    return _insert_line(text, holder, key, value, after)


def replace(text: str, parent: Node, node: Node, value: Any) -> str:
    """Write *value* in the place of *node*, which stands in *parent*."""
    entry = next((each for each in entries(parent) if each.value is node), None)
    last = end(text, node, entry.key if entry else None)
    if entry is not None and not inline(parent) and isinstance(value, (Mapping, list)):
        return _as_lines(text, entry, last, value)
    style = node.style if isinstance(node, ScalarNode) else None
    written = quoted(value, style) if isinstance(value, str) else flow(value)
    if empty(node):
        return f"{text[:last]} {written}{text[last:]}"
    if entry is not None and not isinstance(node, ScalarNode) and not inline(node):
        return f"{text[: _colon(text, entry)]}: {written}{text[last:]}"
    return text[: begin(node)] + written + text[last:]


def _as_lines(text: str, entry: Entry, last: int, value: Any) -> str:
    """Write a block as the value of *entry*, whose old value ends at *last*."""
    lines = block("k", value, int(entry.key.start_mark.column))
    written = _newline(text).join([lines[0].lstrip(" ").removeprefix("k"), *lines[1:]])
    return text[: _colon(text, entry)] + written + text[last:]


def _colon(text: str, entry: Entry) -> int:
    """Return where the colon behind a key is."""
    return text.index(":", int(entry.key.end_mark.index))


def remove(text: str, root: Node, path: Path) -> str:
    """Take the key at *path* out, with its value."""
    found = find(root, path)
    if found.rest:
        return text
    holder = found.nodes[-2]
    entry = entry_of(holder, path[-1])
    if entry is None:
        raise StackEditError(f"{path[-1]!r} is an item of a list; write the whole list")
    if len(holder.value) == 1:
        return replace(text, found.nodes[-3], holder, {}) if len(found.nodes) > 2 else text[: begin(holder)]
    return _cut_from_flow(text, holder, entry) if inline(holder) else _cut_lines(text, holder, entry)


def _insert_line(text: str, holder: Node, key: str, value: Any, after: str | None) -> str:
    """Add lines behind those of a sibling, and behind the comments that belong to it."""
    listed = entries(holder)
    before = entry_of(holder, after) or listed[-1]
    column = int(listed[0].key.start_mark.column)
    at = _line_end(text, end(text, before.value, before.key))
    while _comment_below(text, at, column):
        at = _line_end(text, at)
    newline = _newline(text)
    lead = "" if at == 0 or text[at - 1] == "\n" else newline
    return text[:at] + lead + newline.join(block(key, value, column)) + newline + text[at:]


def _insert_in_flow(text: str, holder: Node, key: str, value: Any, after: str | None) -> str:
    """Add a key to a mapping in braces."""
    written = f"{flow(key)}: {flow(value)}"
    listed = entries(holder)
    if not listed:
        return text[: begin(holder) + 1] + written + text[begin(holder) + 1 :]
    before = entry_of(holder, after) or listed[-1]
    at = end(text, before.value, before.key)
    return f"{text[:at]}, {written}{text[at:]}"


def _cut_from_flow(text: str, holder: Node, entry: Entry) -> str:
    """Take a key out of braces, with the comma that goes with it."""
    listed = entries(holder)
    place = next(index for index, each in enumerate(listed) if each.key is entry.key)
    if place + 1 < len(listed):
        return text[: begin(entry.key)] + text[begin(listed[place + 1].key) :]
    before = listed[place - 1]
    return text[: end(text, before.value, before.key)] + text[end(text, entry.value, entry.key) :]


def _cut_lines(text: str, holder: Node, entry: Entry) -> str:
    """Take the lines of a key out; the first key of a list item hands its place to the next."""
    start, last = begin(entry.key), _line_end(text, end(text, entry.value, entry.key))
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        following = next(each for each in entries(holder) if each.key is not entry.key)
        return text[:start] + text[begin(following.key) :]
    return text[:line] + text[last:]


def _line_end(text: str, at: int) -> int:
    """Return where the line of *at* ends, its line break included."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _comment_below(text: str, at: int, column: int) -> bool:
    """Tell whether the line at *at* is a comment that stands deeper than *column*."""
    line = text[at : _line_end(text, at)]
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) > column


def _newline(text: str) -> str:
    """Return how the lines of *text* end."""
    return "\r\n" if "\r\n" in text else "\n"
