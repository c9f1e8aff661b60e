"""Differences are told by path, and replacements by property."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2 as pb

from modelhost.provider.difference import changes, joined, response, top
from modelhost.provider.resource import Diff
from modelhost.provider.wire import UNKNOWN

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
CASES = [
    ({"a": 1}, {"a": 2}, {"a": "update"}),
    ({"a": 1}, {}, {"a": "delete"}),
    ({}, {"a": 1}, {"a": "add"}),
    ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, {"a.c": "update"}),
    ({"a": [1, 2]}, {"a": [1, 3, 4]}, {"a[1]": "update", "a[2]": "add"}),
    ({"a": {"x/y": 1}}, {"a": {}}, {'a["x/y"]': "delete"}),
    ({"a": None}, {}, {}),
    ({"a": 1}, {"a": UNKNOWN}, {"a": "update"}),
    ({"a": UNKNOWN}, {"a": UNKNOWN}, {}),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES, ids=lambda value: str(value)[:30])
def test_a_difference_is_named_by_path(old: Any, new: Any, said: dict[str, str]) -> None:
    """The reader sees what changes, not only that something does."""
    assert dict(changes(old, new)) == said


@given(VALUES)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    """No change is invented."""
    assert list(changes(value, value)) == []


@given(st.text(min_size=1).filter(lambda key: '"' not in key), st.text(max_size=3))
def test_the_top_of_a_path_is_its_property(key: str, below: str) -> None:
    """A path leads back to the property it starts with."""
    assert top(joined(joined("", key), below)) == key


def test_a_change_of_a_replacing_property_replaces() -> None:
    """The engine hears which property forces the replacement, and the order."""
    found = response(Diff({"a.b": "update", "c": "add"}, frozenset({"a"}), delete_before_replace=True))
    assert list(found.replaces) == ["a"]
    assert found.deleteBeforeReplace
    assert found.detailedDiff["a.b"].kind == pb.PropertyDiff.UPDATE_REPLACE
    assert found.detailedDiff["c"].kind == pb.PropertyDiff.ADD


def test_no_change_is_no_change() -> None:
    """An empty difference lets the engine skip the resource."""
    assert response(Diff()).changes == pb.DiffResponse.DIFF_NONE
