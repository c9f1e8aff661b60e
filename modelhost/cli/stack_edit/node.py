"""Where things stand in the text of a YAML file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from modelhost.cli.stack_edit.problem import StackEditError

Key = str | int
Path = tuple[Key, ...]


class Entry(NamedTuple):
    """One key of a mapping with its value."""

    key: Node
    value: Node


class Found(NamedTuple):
    """The way from the root to a place, as far as it exists."""

    nodes: tuple[Node, ...]
    """Root first; one more than keys were found."""
    rest: Path
    """Keys that do not exist."""


def data(text: str) -> Any:
    """Return what *text* says."""
    return _read(text, lambda yaml: yaml.load(text))


def compose(text: str) -> Node:
    """Return the tree of *text* with the place of every node."""
    root = _read(text, lambda yaml: yaml.compose(text))
    if not isinstance(root, MappingNode):
        raise StackEditError("the file holds no keys; write it as a mapping")
    return root


def _read(text: str, read: Any) -> Any:
    try:
        return read(YAML(typ="safe", pure=True))
    except YAMLError as error:
        said = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise StackEditError(f"the file is not YAML that can be edited: {said}; mend it by hand") from error


def find(root: Node, path: Path) -> Found:
    """Walk from *root* along *path*."""
    nodes = [root]
    for place, key in enumerate(path):
        below = child(nodes[-1], key)
        if below is None:
            return Found(tuple(nodes), path[place:])
        nodes.append(below)
    return Found(tuple(nodes), ())


def child(node: Node, key: Key) -> Node | None:
    """Return what stands under *key*."""
    if isinstance(node, SequenceNode) and isinstance(key, int):
        return node.value[key] if 0 <= key < len(node.value) else None
    entry = entry_of(node, key)
    return None if entry is None else entry.value


def entry_of(node: Node, key: Key | None) -> Entry | None:
    """Return the key *key* of a mapping with its value."""
    return next((each for each in entries(node) if each.key.value == key), None)


def entries(node: Node) -> list[Entry]:
    """Return the keys of a mapping with their values; nothing else has any."""
    return [Entry(*pair) for pair in node.value] if isinstance(node, MappingNode) else []


def empty(node: Node) -> bool:
    """Tell whether nothing is written where the value would stand."""
    return isinstance(node, ScalarNode) and begin(node) == node.end_mark.index


def inline(node: Node) -> bool:
    """Tell whether *node* is written in braces or brackets."""
    return bool(getattr(node, "flow_style", False))


def begin(node: Node) -> int:
    """Return where *node* begins."""
    return int(node.start_mark.index)


def end(text: str, node: Node, key: Node | None) -> int:
    """Return where the last character of *node* is, comments and blank lines behind it left out."""
    if empty(node):
        return begin(node) if key is None else text.index(":", int(key.end_mark.index)) + 1
    if isinstance(node, ScalarNode) or inline(node):
        written = text[begin(node) : node.end_mark.index]
        return begin(node) + len(written.rstrip())
    last: Sequence[Any] = node.value[-1]
    return end(text, last[1], last[0]) if isinstance(node, MappingNode) else end(text, node.value[-1], None)
