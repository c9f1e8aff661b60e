"""The shell completes endpoints from the stack file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Modelhost


@pytest.fixture
def complete(project: Path, modelhost: Modelhost, monkeypatch: pytest.MonkeyPatch):
    """What the shell offers for the last of some words."""
    file = project / "Pulumi.dev.yaml"
    block = file.read_text().partition("      digits:\n")[2]
    (project / "Pulumi.prod.yaml").write_text(file.read_text() + "      drafts:\n" + block)

    def offered(*words: str) -> list[str]:
        line = " ".join(("modelhost", *words))
        environment = {
            "_MODELHOST_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words)),
        }
        return modelhost(env=environment, prog_name="modelhost").stdout.split()

    return offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("history", "d"), ["digits"]),
        (("rollback", "x"), []),
        (("invoke", ""), ["digits"]),
        (("schedule", "--endpoint", "d"), ["digits"]),
        (("history", "--stack", "prod", "d"), ["digits", "drafts"]),
        (("history", "--stack", "staging", "d"), []),
    ],
)
def test_endpoints_are_offered(complete, words: tuple[str, ...], offered: list[str]):
    """Of the stack named, and none when there is no such file."""
    assert complete(*words) == offered


def test_a_broken_stack_file_offers_nothing(complete, project: Path):
    """A traceback in the middle of a line helps nobody."""
    (project / "Pulumi.dev.yaml").write_text("config: [")
    assert complete("history", "d") == []
