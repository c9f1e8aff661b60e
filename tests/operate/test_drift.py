"""From the engine's events to drift."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.operate.drift import Drift, differences, drifts

URN = "urn:pulumi:dev::modelhost::aws:sns/topic:Topic::alarms"


def preview(
    old: dict[str, Any], new: dict[str, Any] | None, op: str = "update", part: str = "inputs"
) -> dict[str, Any]:
    """The preview of a refresh of one resource."""
    state = {"type": "aws:sns/topic:Topic", part: old}
    return {"steps": [{"op": op, "urn": URN, "oldState": state, **({} if new is None else {"newState": {part: new}})}]}


def test_a_changed_property_is_told_with_both_values():
    """Path, what it was and what it is."""
    found = list(drifts(preview({"tags": {"owner": "us"}}, {"tags": {"owner": "them"}})))
    assert [each.plain() for each in found] == [{"urn": URN, "property": "tags.owner", "was": "us", "is": "them"}]


def test_a_resource_that_is_gone_is_told():
    """Somebody deleted it."""
    assert list(drifts(preview({"name": "x"}, None, op="delete"))) == [Drift(URN, "", "exists", "gone")]


def test_what_only_aws_computes_is_told_when_the_engine_calls_it_a_change():
    """A rolled-back endpoint has the inputs of its state, but another live configuration."""
    found = list(drifts(preview({"liveConfigName": "b"}, {"liveConfigName": "a"}, part="outputs")))
    assert found == [Drift(URN, "liveConfigName", "b", "a")]


def test_an_unchanged_resource_is_no_drift():
    """The engine decides; an autoscaler's count, which the program ignores, is none."""
    assert list(drifts(preview({"minCapacity": 1}, {"minCapacity": 2}, op="refresh"))) == []


@pytest.mark.parametrize(("ignored", "told"), [(["min"], 0), (["mi"], 1), (["*"], 0), ([], 1)])
def test_what_the_program_ignores_is_no_drift(ignored: list[str], told: int):
    """The clock moves the bounds of a scheduled endpoint, and is meant to."""
    steps = preview({"min": 1}, {"min": 2})
    steps["steps"][0]["oldState"]["ignoreChanges"] = ignored
    assert len(list(drifts(steps))) == told


ENDPOINT, COMPONENT = "modelhost:index:Endpoint", "modelhost:index:InferenceComponent"
SIZED = {"configNamesBySize": {"ml.m7i.large": "a", "ml.m7i.2xlarge": "b"}}


@pytest.mark.parametrize(
    ("type", "inputs", "moved", "told"),
    [
        (ENDPOINT, SIZED, "liveSize", 0),
        (ENDPOINT, SIZED, "liveConfigName", 0),
        (ENDPOINT, {}, "liveConfigName", 1),
        (ENDPOINT, {}, "instanceCount", 0),
        (ENDPOINT, {"desiredInstanceCount": 2}, "instanceCount", 1),
        (COMPONENT, {}, "copyCount", 0),
        (COMPONENT, {"desiredCopyCount": 2}, "copyCount", 1),
        (COMPONENT, {}, "liveModelName", 1),
    ],
)
def test_what_a_clock_or_demand_moves_is_no_drift(type: str, inputs: dict[str, Any], moved: str, told: int):
    """Where they own it; where Pulumi does, somebody else's change is told."""
    steps = preview({moved: 1}, {moved: 2}, part="outputs")
    steps["steps"][0]["oldState"] |= {"type": type, "inputs": inputs}
    steps["steps"][0]["newState"]["inputs"] = inputs
    assert len(list(drifts(steps))) == told


def test_a_provider_never_drifts():
    """It is not in the cloud."""
    steps = preview({"region": "x"}, {"region": "y"})
    steps["steps"][0]["oldState"]["type"] = "pulumi:providers:aws"
    assert list(drifts(steps)) == []


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
