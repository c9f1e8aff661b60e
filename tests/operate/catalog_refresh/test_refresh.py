"""A refresh reads all pages, survives being stopped anywhere, and puts a whole file in place."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from modelhost.operate.catalog_refresh.refresh import Change, Summary, refresh
from modelhost.operate.problem import OperateError
from tests.operate.catalog_refresh.aws import CALLS, NOW, PAGES, REGION, Region, hosting, refused

KILLED = """
import os, signal, sys
from pathlib import Path
from modelhost.operate.catalog_refresh.refresh import refresh
from tests.operate.catalog_refresh.aws import NOW, REGION, Region
last = int(sys.argv[2])
refresh(Region(lambda call: os.kill(os.getpid(), signal.SIGKILL) if call == last else None), REGION,
        Path(sys.argv[1]), NOW, lambda what, pages: None)
"""


def read(folder: Path, region: Region, later: timedelta = timedelta(0), name: str = REGION) -> Summary:
    """Refresh into *folder*."""
    return refresh(region, name, folder, NOW + later, lambda what, pages: None)


def whole(folder: Path) -> dict[str, object]:
    """Return what was written."""
    found: dict[str, object] = json.loads((folder / f"{REGION}.json").read_text())
    return found


def test_all_pages_of_all_lists_are_read(tmp_path: Path) -> None:
    """Prices of both services, machine types with SageMaker's beside EC2's, offers and zones, dated."""
    summary = read(tmp_path, Region())
    content = whole(tmp_path)
    assert content["prices"] == {
        "g6.xlarge": 0.8,
        "ml.g6.xlarge": 1.2,
        "ml.m7i.large": 0.121,
        "ml.z9.xlarge": 3.5,
        "z9.xlarge": 2.9,
    }
    assert content["machines"]["ml.z9.xlarge"] == [4, 16.0, None, 0, 0, "x86_64", 2.5]  # type: ignore[index]
    assert content["zones"] == {"g6.xlarge": "us-west-2a us-west-2c"}
    assert (content["date"], content["accelerators"]) == ("2026-11-22", {"L4": 22.35})
    assert (summary.hosting, summary.machines, summary.resumed_pages) == (3, 3, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["us-west-2.json"]


def test_what_changed_is_told(tmp_path: Path) -> None:
    """A price that differs from what was known, and a type that had none."""
    changes = read(tmp_path, Region()).changes
    assert Change("ml.g6.xlarge", 1.1267, 1.2) in changes
    assert Change("ml.z9.xlarge", None, 3.5) in changes


@pytest.mark.parametrize("last", range(1, CALLS))
def test_a_throttled_run_goes_on_where_it_was(tmp_path: Path, last: int) -> None:
    """Whichever call is refused, no page is asked for twice, and the result is the same."""
    first, second = Region(refused("ThrottlingException", lambda call: call == last)), Region()
    with pytest.raises(OperateError, match=r"ThrottlingException.*run the same command again"):
        read(tmp_path, first)
    assert not (tmp_path / f"{REGION}.json").exists()
    summary = read(tmp_path, second, timedelta(hours=1))
    assert first.calls + second.calls == [
        (name, f"page-{number}" if number else None) for name, pages in PAGES.items() for number in range(len(pages))
    ]
    assert summary.resumed_pages == last
    assert len(whole(tmp_path)["prices"]) == 5  # type: ignore[arg-type]


@pytest.mark.parametrize("last", [1, 5])
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, last: int) -> None:
    """SIGKILL between two pages loses neither what was read nor the old file."""
    (tmp_path / f"{REGION}.json").write_text("old")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(last)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (tmp_path / f"{REGION}.json").read_text() == "old"
    second = Region()
    assert read(tmp_path, second).resumed_pages == last
    assert len(second.calls) == CALLS - last


@pytest.mark.parametrize("cut", [1, 20, 80])
def test_a_torn_line_costs_a_page_and_no_more(tmp_path: Path, cut: int) -> None:
    """A kill in the middle of a write leaves a line without an end; what stands before it counts."""
    with pytest.raises(OperateError):
        read(tmp_path, Region(refused("ThrottlingException", lambda call: call == 4)))
    partial = tmp_path / f"{REGION}.json.partial"
    partial.write_bytes(partial.read_bytes()[:-cut])
    second = Region()
    resumed = read(tmp_path, second).resumed_pages
    assert resumed + len(second.calls) == CALLS
    assert 0 < resumed < 4


@pytest.mark.parametrize("code", ["ExpiredNextTokenException", "InvalidParameterValue"])
def test_a_place_that_aws_forgot_is_given_up(tmp_path: Path, code: str) -> None:
    """The list is read again from its beginning; the lists before it are kept."""
    with pytest.raises(OperateError):
        read(tmp_path, Region(refused("ThrottlingException", lambda call: call == 3)))
    second = Region(refused(code, lambda call: call == 0))
    assert read(tmp_path, second).resumed_pages == 3
    assert second.calls[0] == ("AmazonEC2", None)


def test_a_place_that_is_never_known_ends_the_run(tmp_path: Path) -> None:
    """A list whose second page is always refused is not read for ever."""
    second_page = refused("InvalidNextTokenException", lambda call: call % 2 == 1)
    with pytest.raises(OperateError, match="InvalidNextToken"):
        read(tmp_path, Region(second_page))


def test_pages_of_another_day_are_read_again(tmp_path: Path) -> None:
    """Prices and offers of different days are no one picture."""
    with pytest.raises(OperateError):
        read(tmp_path, Region(refused("ThrottlingException", lambda call: call == 4)))
    assert read(tmp_path, Region(), timedelta(hours=25)).resumed_pages == 0


def test_a_refusal_of_the_first_call_leaves_nothing(tmp_path: Path) -> None:
    """What AWS said comes through, and no file stays behind."""
    with pytest.raises(ClientError, match="AccessDenied"):
        read(tmp_path, Region(refused("AccessDeniedException", lambda call: True)))
    assert list(tmp_path.iterdir()) == []


def test_a_lost_network_keeps_what_was_read(tmp_path: Path) -> None:
    """A connection that breaks is no different from throttling."""

    def before(call: int) -> None:
        if call == 2:
            raise EndpointConnectionError(endpoint_url="https://ec2")

    with pytest.raises(OperateError, match=r"reading prices of EC2, page 1: .*are kept"):
        read(tmp_path, Region(before))
    assert read(tmp_path, Region()).resumed_pages == 2


def test_a_region_without_hosting_changes_nothing(tmp_path: Path) -> None:
    """An answer without any hosting price is no catalogue."""
    (tmp_path / f"{REGION}.json").write_text("old")
    with pytest.raises(OperateError, match="AWS lists no hosting price in us-west-2"):
        read(tmp_path, Region(pages={**PAGES, "AmazonSageMaker": [{"PriceList": [hosting("x", "1")]}]}))
    assert (tmp_path / f"{REGION}.json").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["../x", "us-west-2/..", "", "US-WEST-2", "mars"])
def test_a_name_that_is_no_region_is_refused(tmp_path: Path, name: str) -> None:
    """It becomes the name of a file."""
    with pytest.raises(OperateError, match="is not a region's name"):
        read(tmp_path, Region(), name=name)


def test_two_runs_do_not_mix(tmp_path: Path) -> None:
    """The second one is told to wait."""

    def before(call: int) -> None:
        if call == 1:
            with pytest.raises(OperateError, match="another refresh is running"):
                read(tmp_path, Region())

    assert read(tmp_path, Region(before)).hosting == 3
