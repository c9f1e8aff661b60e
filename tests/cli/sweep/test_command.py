"""`modelhost sweep` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Modelhost

PLANS = """
[[plan]]
endpoint = "digits"
trace = ["synthetic:constant,mean=2,days=0.2"]
p99_ms = 300
service_ms = 40
machines = "ml.m7i.large"
"""


def test_a_sweep_answers_every_question(project: Path, modelhost: Modelhost):
    """The plans come as JSON, in the order of the file."""
    (project / "plans.toml").write_text(PLANS)
    found = modelhost("sweep", "plans.toml", "--json")
    assert found.exit_code == 0, found.stderr
    [row] = json.loads(found.stdout)
    assert (row["endpoint"], row["machine"], row["problem"]) == ("digits", "ml.m7i.large", "")
    assert row["attainment"] >= 0.99


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("none.toml",), "none.toml: No such file or directory"),
        (("plans.toml", "-p", "2", "--ray", "auto"), "processes and ray are two places"),
        (("plans.toml", "-s", "staging"), "there is no stack file Pulumi.staging.yaml"),
    ],
)
def test_a_slip_is_one_line(words: tuple[str, ...], message: str, project: Path, modelhost: Modelhost):
    """On standard error, with exit code 1."""
    (project / "plans.toml").write_text(PLANS)
    found = modelhost("sweep", *words)
    assert (found.exit_code, "Traceback" in found.stderr) == (1, False)
    assert message in found.stderr
