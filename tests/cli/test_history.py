"""What was live when, as people and as scripts see it."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

from rich.console import Console

from modelhost.cli.history import present
from modelhost.operate.cloud import Cloud
from modelhost.operate.history import Release
from tests.cli.conftest import STACK_FILE, Modelhost
from tests.cloud.embedded import REGION, Sandbox, unique
from tests.operate.live import went_live

BAD = Release(
    number=12,
    at=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
    subject="dev-digits",
    reason="schedule",
    machine="ml.m7i.2xlarge",
    models=("dev-digits-model-0f1e2d3",),
    live=True,
)
GONE = BAD.model_copy(update={"number": 9, "reason": "up", "live": False, "kept": False})


def screen(*releases: Release) -> str:
    """What a terminal of 80 columns without colour shows."""
    console = Console(width=80, file=io.StringIO(), highlight=False)
    present(console, "digits", releases)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_line_per_release_fits_a_plain_terminal():
    """Number, time, who, machine, model; the live one is marked, a model that is gone is said to be."""
    lines = [" ".join(line.split()) for line in screen(BAD, GONE).splitlines()]
    assert "* 12 2026-11-22 08:30 clock ml.m7i.2xlarge dev-digits-model-0f1e2d3" in lines
    assert any(line.startswith("9 2026-11-22 08:30 up ml.m7i.2xlarge") for line in lines)
    assert lines.count("(gone)") == 1
    assert max(map(len, screen(BAD, GONE).splitlines())) <= 80


def test_nothing_recorded_is_one_line():
    """Before the first up."""
    assert screen() == "digits: nothing is recorded yet; `pulumi up` writes down what it brings live.\n"


def test_scripts_get_every_field(logged_in: Sandbox, project, modelhost: Modelhost):
    """The name in the cloud included."""
    name = unique("env")
    (project / "Pulumi.dev.yaml").write_text(STACK_FILE.format(environment=name))
    went_live(Cloud(REGION), f"{name}-digits", "m")
    document = json.loads(modelhost("history", "digits", "--json").stdout)
    [found] = document["history"]
    assert (document["endpoint"], document["name"], found["number"], found["live"], found["kept"], found["models"]) == (
        "digits",
        f"{name}-digits",
        1,
        True,
        False,
        ["m"],
    )
