"""Every command explains itself."""

from __future__ import annotations

import pytest

from modelhost.cli.main import COMMANDS, flowing
from tests.cli.conftest import Modelhost

SHOWN_BY_EXAMPLE = ("fit", "show", "schedule", "invoke", "history", "rollback", "drift", "recover")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_says_what_it_is_for(command: str, modelhost: Modelhost):
    """And answers to --help without a project, an account or an engine."""
    found = modelhost(command, "--help")
    assert (found.exit_code, "Usage: " in found.stdout, "--json" in found.stdout or command == "sandbox") == (
        0,
        True,
        True,
    )


@pytest.mark.parametrize("command", SHOWN_BY_EXAMPLE)
def test_a_command_shows_how_it_is_used(command: str, modelhost: Modelhost):
    """Each example on a line of its own, none wider than a plain terminal."""
    screen = modelhost(command, "--help", env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"}).stdout
    examples = [line.rstrip() for line in screen.splitlines() if line.startswith(f"   modelhost {command}")]
    assert len(examples) >= 2
    assert max(map(len, screen.splitlines())) <= 80


def test_paragraphs_flow_and_examples_do_not():
    """A terminal is as wide as it is."""
    assert flowing("One\n    two.\n\n      modelhost a\n      modelhost b\n") == (
        "One two.\n\n  modelhost a\n  modelhost b"
    )
