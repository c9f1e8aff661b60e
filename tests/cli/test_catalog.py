"""`modelhost catalog` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelhost.catalog.machine import machines
from tests.cli.conftest import Modelhost


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No project, no credentials, no region in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))


def test_machines_are_listed_cheapest_first(modelhost: Modelhost):
    """Those that the region offers, with the day of each price."""
    found = modelhost("catalog", "list", "ml.g6.*", "--region", "us-west-2")
    lines = found.stdout.splitlines()[2:10]
    assert [line.split()[0] for line in lines] == [
        *("ml.g6.xlarge", "ml.g6.2xlarge", "ml.g6.4xlarge", "ml.g6.8xlarge"),
        *("ml.g6.16xlarge", "ml.g6.12xlarge", "ml.g6.24xlarge", "ml.g6.48xlarge"),
    ]
    assert lines[0].split()[7:9] == ["2.5", "1.1267"]
    assert "2026-09-01" in lines[0]


def test_the_list_can_be_narrowed(modelhost: Modelhost):
    """By accelerator, by price, by service; --json gives the same facts."""
    words = ("--accelerator", "l40s", "--max-usd", "3", "--region", "us-west-2", "--json")
    found = json.loads(modelhost("catalog", "list", *words).stdout)
    assert [each["machine"] for each in found] == ["ml.g6e.xlarge", "ml.g6e.2xlarge"]
    assert (found[0]["visible_gib"], found[0]["price_day"]) == (44.39, "2026-09-01")
    own = json.loads(modelhost("catalog", "list", "g6f.*", "--ec2", "--json").stdout)
    assert {each["accelerator"] for each in own} == {"L4/8", "L4/4", "L4/2"}


def test_what_a_region_lacks_is_left_out(modelhost: Modelhost):
    """Unless all are asked for; an empty list says what to do."""
    lacking = modelhost("catalog", "list", "ml.g6e.*", "--region", "eu-west-3")
    assert "no machine type in eu-west-3 is like that; --all shows" in lacking.stdout
    everything = json.loads(modelhost("catalog", "list", "--all", "--json").stdout)
    assert {each["machine"] for each in everything} == set(machines())


def test_old_prices_are_marked(modelhost: Modelhost):
    """With what to run."""
    found = modelhost("catalog", "list", "ml.g6e.xlarge", "--region", "eu-central-1")
    assert "2026-01-21 old" in found.stdout
    assert "run: modelhost catalog refresh --region eu-central-1" in found.stdout


def test_a_machine_has_a_page(modelhost: Modelhost):
    """Facts, rates by number format, ways of paying, and where it is."""
    page = modelhost("catalog", "show", "ml.g6e.xlarge", "--region", "us-west-2").stdout
    for text in ("1 x L40S", "bf16 362.05, fp8 733, int8 733", "programs see 44.39", "2.6054 USD/h", "PCIe"):
        assert text in page
    assert "spot (not sold)" in page
    assert "not offered" not in page


def test_a_machine_that_is_not_there_has_neighbours(modelhost: Modelhost):
    """The nearest that the region has."""
    page = modelhost("catalog", "show", "ml.g6e.xlarge", "--region", "eu-west-3").stdout
    assert "not offered; nearest: ml.g6.2xlarge, ml.g6.xlarge" in page
    found = json.loads(modelhost("catalog", "show", "m7i.large", "--json").stdout)
    assert (found["offered"], found["accelerator_facts"], len(found["rates"])) == (True, None, 3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "ml.g6.xlrge"), "'ml.g6.xlrge' is not a known machine type; did you mean ml.g6.xlarge?"),
        (("show", "banana"), "'banana' is not a known machine type; see: modelhost catalog list --all"),
        (("refresh", "--region", "../x", "--directory", "."), "'../x' is not a region's name"),
        (("refresh", "--region", "us-west-2"), "MODELHOST_CATALOG is empty, which switches your own catalogue off"),
        (("refresh", "--region", "us-west-2", "--directory", "."), "there are no AWS credentials"),
    ],
)
def test_a_slip_is_one_line(words: tuple[str, ...], message: str, modelhost: Modelhost):
    """On standard error, with exit code 1."""
    found = modelhost("catalog", *words)
    assert found.exit_code == 1
    assert message in found.stderr
    assert "Traceback" not in found.stderr
