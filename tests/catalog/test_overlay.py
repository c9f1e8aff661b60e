"""What a user refreshed from AWS comes before what is shipped, and never stops anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelhost.catalog.machine import ec2_machines, machine, machines, shipped_machines
from modelhost.catalog.overlay import VARIABLE, folder, overlay
from modelhost.catalog.price import hourly_price, usd_per_hour
from modelhost.catalog.region import listed_somewhere, nearest, offered, snapshot_date, zones
from tests.catalog.conftest import CONTENT, forget

Refreshed = Callable[..., Path]


def test_a_refreshed_price_comes_first(refreshed: Refreshed) -> None:
    """With the day of the refresh; other regions keep what is shipped."""
    refreshed()
    assert hourly_price("ml.g6.xlarge", "us-west-2") == (
        0.99,
        "AWS price list, refreshed on 2026-11-20",
        "",
        "2026-11-20",
    )
    assert usd_per_hour("ml.g6.xlarge", "us-east-1") == 1.1267


def test_a_type_that_is_newer_than_the_package_is_known(refreshed: Refreshed) -> None:
    """Its facts, its accelerator without figures, and its place in the lists."""
    refreshed()
    found = machine("ml.z9.xlarge")
    assert (found.vcpus, found.accelerator_count, found.accelerator_memory_gib) == (4, 2, 96.0)
    assert found.accelerator is not None
    assert (found.accelerator.bf16_tflops, found.accelerator.source) == (None, "AWS")
    assert "ml.z9.xlarge" in machines()
    assert "z9.xlarge" in ec2_machines()
    assert "z9.xlarge" not in machines()
    assert "ml.z9.xlarge" not in shipped_machines()


def test_offers_of_a_refreshed_region_are_what_aws_said(refreshed: Refreshed) -> None:
    """A type that AWS does not list there any more is not offered; a type that nobody lists is not judged."""
    refreshed()
    assert offered("ml.g6.xlarge", "us-west-2")
    assert not offered("ml.g6.2xlarge", "us-west-2")
    assert not offered("ml.z9.xlarge", "us-east-1")
    assert not listed_somewhere("ml.m8g.large")
    assert offered("ml.m8g.large", "us-west-2")
    assert nearest("ml.g6.2xlarge", "us-west-2") == ["ml.g6.xlarge"]
    assert (snapshot_date("us-west-2"), snapshot_date("us-east-1")) == ("2026-11-20", "2026-11-22")


def test_zones_are_those_of_the_ec2_type(refreshed: Refreshed) -> None:
    """AWS tells no zones of SageMaker's types."""
    refreshed()
    assert zones("ml.z9.xlarge", "us-west-2") == ("us-west-2a", "us-west-2b")
    assert zones("ml.z9.xlarge", "us-east-1") == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 2}, "not a catalogue of this version"),
        ({"prices": {"ml.g6.xlarge": -1}}, "a price that is no price"),
        ({"prices": {"ml.g6.xlarge": "much"}}, "could not convert"),
        ({"machines": {"x.y": [1, 2]}}, "not enough values"),
        ({"machines": {"x.y": ["1", 2.0, None, 0, 0, "arm64", 1]}}, "its row of x.y is no machine's"),
        ({"date": "yesterday"}, "Invalid isoformat"),
        ({"zones": None}, "NoneType"),
    ],
)
def test_a_damaged_file_is_left_aside_and_named(refreshed: Refreshed, change: dict[str, Any], says: str) -> None:
    """The shipped facts stand in, and the file is told with what is wrong."""
    path = refreshed(**change)
    assert usd_per_hour("ml.g6.xlarge", "us-west-2") == 1.1267
    [problem] = overlay().problems
    assert problem.startswith(f"{path}: ")
    assert says in problem


def test_a_file_without_a_part_is_left_aside(refreshed: Refreshed) -> None:
    """What is missing is told."""
    refreshed(json.dumps({key: value for key, value in CONTENT.items() if key != "offers"}))
    assert "it lacks 'offers'" in overlay().problems[0]


@settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_file_ever_stops_a_look_up(refreshed: Refreshed, text: str) -> None:
    """Whatever stands in the folder, prices are found."""
    refreshed(text)
    assert usd_per_hour("ml.g6.xlarge", "us-west-2") == 1.1267


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By variable, by the desktop's convention, or nowhere."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert folder() == tmp_path
    monkeypatch.setenv(VARIABLE, "")
    assert folder() is None
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert folder() == tmp_path / "modelhost" / "catalog"


def test_a_folder_that_is_not_there_is_empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody has to refresh anything."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    forget()
    assert overlay() == ({}, {}, {}, ())
    monkeypatch.undo()
    forget()
