"""From the engine's events to drift."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.operate.drift import Drift, differences, drifts

URN = "urn:pulumi:dev::modelhost::aws:sns/topic:Topic::alarms"


def event(old: dict[str, Any], new: dict[str, Any] | None, op: str = "refresh") -> dict[str, Any]:
    """An event that ends the refresh of one resource."""
    states = {"old": {"type": "aws:sns/topic:Topic", "inputs": old}, "new": new and {"inputs": new}}
    return {"resOutputsEvent": {"metadata": {"op": op, "urn": URN, **states}}}


def test_a_changed_property_is_told_with_both_values():
    """Path, what it was and what it is."""
    found = list(drifts([event({"tags": {"owner": "us"}}, {"tags": {"owner": "them"}})]))
    assert [each.plain() for each in found] == [{"urn": URN, "property": "tags.owner", "was": "us", "is": "them"}]


def test_a_resource_that_is_gone_is_told():
    """Somebody deleted it."""
    assert list(drifts([event({"name": "x"}, None, op="delete")])) == [Drift(URN, "", "exists", "gone")]


def test_an_unchanged_resource_is_no_drift():
    """Most events are of this kind."""
    assert list(drifts([event({"name": "x"}, {"name": "x"}), {"summaryEvent": {}}])) == []


@pytest.mark.parametrize(("old", "new"), [(None, []), ({}, None), ("", None), ({"__defaults": [1]}, {})])
def test_nothing_written_in_two_ways_is_no_drift(old: Any, new: Any):
    """An empty list and no list are the same to the cloud."""
    assert list(differences({"x": old}, {"x": new})) == []


def test_list_elements_are_compared_one_by_one():
    """The place in the list is named."""
    assert list(differences([{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 3}])) == [("[1].a", 2, 3)]


def test_lists_of_other_length_differ_as_a_whole():
    """There is no telling which element went."""
    assert list(differences({"x": [1, 2]}, {"x": [1]})) == [("x", [1, 2], [1])]


def test_a_secret_is_not_shown():
    """That it changed is said, what it is is not."""
    mark = "4dabf18193072939515e22adb298388d"
    old, new = {mark: "1b47", "ciphertext": "a"}, {mark: "1b47", "ciphertext": "b"}
    assert list(differences({"x": old}, {"x": new})) == [("x", "[secret]", "[secret]")]
