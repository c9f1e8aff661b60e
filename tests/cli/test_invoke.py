"""Requests from the command line, and smoke requests for a pipeline."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Modelhost
from tests.cloud.embedded import Sandbox


def test_an_unknown_endpoint_gets_a_hint(project: Path, modelhost: Modelhost):
    """A typo is told before anything is sent."""
    found = modelhost("invoke", "digit", "--file", "sample.json")
    assert (found.exit_code, "did you mean digits?" in found.stderr) == (1, True)


def test_a_file_or_smoke_is_needed(project: Path, modelhost: Modelhost):
    """There is nothing to send otherwise."""
    assert modelhost("invoke", "digits").exit_code == 2


def test_an_unknown_suffix_needs_a_content_type(project: Path, modelhost: Modelhost):
    """It is not guessed."""
    (project / "sample.xyz").write_text("x")
    found = modelhost("invoke", "digits", "--file", "sample.xyz")
    assert (found.exit_code, "--content-type" in found.stderr) == (1, True)


def test_a_smoke_request_to_an_absent_endpoint_fails(logged_in: Sandbox, project: Path, modelhost: Modelhost):
    """It is exit code 1 when nobody answers."""
    found = modelhost("invoke", "--smoke")
    assert (found.exit_code, "InvokeEndpoint" in found.stderr) == (1, True)


def test_without_any_smoke_request_the_command_says_so(project: Path, modelhost: Modelhost):
    """A command that checks nothing must not pass."""
    file = project / "Pulumi.dev.yaml"
    lines = [line for line in file.read_text().splitlines() if "smoke:" not in line]
    file.write_text("\n".join(lines))
    found = modelhost("invoke", "--smoke")
    assert (found.exit_code, "no smoke request" in found.stderr) == (1, True)
