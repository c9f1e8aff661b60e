"""Changing values in the text of a stack file, which stays as it is everywhere else.

The text is not written anew from its data: ruamel.yaml tells where each value stands, the new one is cut in there, and
the result is read again. What does not then say exactly what was asked for is refused, so an edit is right or none.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from modelhost.cli.stack_edit.node import Key, Path, compose, data
from modelhost.cli.stack_edit.problem import StackEditError
from modelhost.cli.stack_edit.splice import put, remove


@dataclass(frozen=True)
class Put:
    """Write a value; a mapping is written key by key, and keys that it lacks go."""

    path: Path
    """Keys that lead to the place."""
    value: Any
    """What to write: text, number, boolean, none, list or mapping."""
    after: str | None = None
    """The key behind which a new one is written; the last of its block when not given."""


@dataclass(frozen=True)
class Remove:
    """Take a key out, with its value; one that is not there is no error."""

    path: Path
    """Keys that lead to it."""


Change = Put | Remove


def edited(text: str, changes: Sequence[Change]) -> str:
    """Return *text* with the *changes* made and nothing else touched."""
    for change in changes:
        for step in steps(_read(text), change):
            text = _made(text, step)
    return text


@lru_cache(maxsize=2)
def _read(text: str) -> Any:
    """Return what *text* says, to be looked at only: what one step made is where the next begins."""
    return data(text)


def steps(plain: Any, change: Change) -> Iterator[Change]:
    """Yield the smallest changes that make *change* in a file that says *plain*."""
    if isinstance(change, Remove):
        yield change
        return
    there, now = _at(plain, change.path)
    wanted = change.value
    if there and isinstance(now, Mapping) and isinstance(wanted, Mapping) and now and wanted:
        yield from _of_mapping(plain, change, now)
    elif there and isinstance(now, list) and isinstance(wanted, list) and len(now) == len(wanted):
        for place, value in enumerate(wanted):
            yield from steps(plain, Put((*change.path, place), value))
    elif not there or not same(now, wanted):
        yield change


def _of_mapping(plain: Any, change: Put, now: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the changes of each key; a new one comes behind the key before it."""
    before: str | None = None
    for key, value in change.value.items():
        yield from steps(plain, Put((*change.path, key), value, after=before))
        before = key
    yield from (Remove((*change.path, key)) for key in now if key not in change.value)


def _made(text: str, step: Change) -> str:
    """Make one change, and see that it says what it should."""
    wanted = expected(_read(text), step)
    root = compose(text)
    done = remove(text, root, step.path) if isinstance(step, Remove) else put(text, root, step.path, *_rest(step))
    try:
        right = same(_read(done), wanted)
    except StackEditError:
        right = False
    if not right:
        raise StackEditError(f"{dotted(step.path)} cannot be changed without touching more; edit it by hand")
    return done


def _rest(step: Put) -> tuple[Any, str | None]:
    return step.value, step.after


def expected(plain: Any, step: Change) -> Any:
    """Return what the file says after *step*."""
    root = copy.deepcopy(plain)
    holder = root
    for key in step.path[:-1]:
        if isinstance(holder, dict) and holder.get(key) is None:
            if isinstance(step, Remove):
                return root
            holder[key] = {}
        holder = _inside(holder, key, step.path)
    if isinstance(step, Put):
        _inside(holder, step.path[-1], step.path, writing=True)
        holder[step.path[-1]] = step.value
    elif isinstance(holder, dict):
        holder.pop(step.path[-1], None)
    return root


def _inside(holder: Any, key: Key, path: Path, writing: bool = False) -> Any:
    """Return what stands under *key*; StackEditError where nothing can."""
    if not isinstance(holder, dict) and not _has(holder, key):
        raise StackEditError(f"{dotted(path)}: {key!r} has no block to stand in; edit it by hand")
    return None if writing else holder[key]


def _at(plain: Any, path: Path) -> tuple[bool, Any]:
    """Return whether *path* leads somewhere, and to what."""
    for key in path:
        if not _has(plain, key):
            return False, None
        plain = plain[key]
    return True, plain


def _has(holder: Any, key: Key) -> bool:
    """Tell whether something stands under *key*."""
    if isinstance(holder, list):
        return isinstance(key, int) and 0 <= key < len(holder)
    return isinstance(holder, dict) and key in holder


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same and of the same type, all the way down."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return set(one) == set(other) and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return type(one) is type(other) and bool(one == other)


def dotted(path: Path) -> str:
    """Return *path* as a person writes it."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")
