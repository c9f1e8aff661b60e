"""The calendar as people and as scripts ask for it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Modelhost


def test_nobody_has_to_be_logged_in(project: Path, modelhost: Modelhost):
    """Everything follows from the stack file."""
    shown = modelhost("schedule")
    assert (shown.exit_code, "clock of Europe/Berlin" in shown.stdout, "schedule[0]" in shown.stdout) == (0, True, True)


def test_scripts_get_days_changes_and_lints(project: Path, modelhost: Modelhost):
    """Two weeks by default, each day with what holds in it."""
    document = json.loads(modelhost("schedule", "--json").stdout)
    [found] = document["endpoints"]
    assert (found["endpoint"], len(found["days"]), len(found["changes"]), document["lints"]) == ("digits", 14, 20, [])
    assert found["days"][0]["spans"][0]["setting"]["size"] == "ml.m7i.large"


def test_one_endpoint_may_be_asked_for(project: Path, modelhost: Modelhost):
    """By its key or its name; a typo gets a hint."""
    named = json.loads(modelhost("schedule", "-e", "dev-digits", "--days", "1", "--json").stdout)
    assert [each["endpoint"] for each in named["endpoints"]] == ["digits"]
    assert "did you mean digits?" in modelhost("schedule", "--endpoint", "digit").stderr


def test_an_unknown_time_zone_is_refused(project: Path, modelhost: Modelhost):
    """With an example."""
    found = modelhost("schedule", "--timezone", "Europe/Berln")
    assert (found.exit_code, found.stderr) == (
        1,
        "--timezone: 'Europe/Berln' is not an IANA time zone; write one such as UTC\n",
    )


def test_what_looks_wrong_is_shown(project: Path, modelhost: Modelhost):
    """Only what concerns how the endpoint scales."""
    file = project / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("weekdays 08:00", "sundays 02:30").replace("weekdays 20:00", "sun 04:30"))
    file.write_text(file.read_text().replace("sundays", "sun"))
    document = json.loads(modelhost("schedule", "--json").stdout)
    assert ["skips 'sun 02:30'" in lint for lint in document["lints"]] == [True]
