"""What the engine says, as data and as errors."""

from __future__ import annotations

import pytest

from modelhost.operate.engine import EngineError, LockedError, document, failure, targets

LOCKED = """error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end
  /state/.pulumi/locks/organization/modelhost/dev/1.json: created by root@host (pid 42) at 2026-11-22T05:00:00Z
"""


def test_data_is_read_whatever_stands_before_it():
    """The engine sometimes says a line of text first."""
    assert document('warning: x\n{"a": {"b": 1}}\n') == {"a": {"b": 1}}


def test_no_data_is_an_error():
    """Nothing said must not pass for nothing drifted."""
    with pytest.raises(EngineError, match="without data: nothing"):
        document("")


def test_a_lock_names_its_holder():
    """The user has to know whether that run is dead."""
    error = failure(["stack", "import"], LOCKED)
    assert isinstance(error, LockedError)
    assert "root@host (pid 42)" in str(error)


def test_an_error_is_one_line_without_noise():
    """Warnings about plugins on the PATH are not what went wrong."""
    said = "warning: using pulumi-resource-aws from $PATH\n\x1b[31merror: no stack named 'x' found\x1b[0m\n"
    assert str(failure(["stack", "export"], said)) == "pulumi stack export: error: no stack named 'x' found"


def test_every_urn_is_a_target():
    """An operation touches nothing else."""
    assert targets(["a", "b"]) == ["--target", "a", "--target", "b"]


def test_without_pulumi_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    """A shell outside the sandbox may have no engine."""
    from modelhost.operate.engine import Engine

    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="modelhost sandbox env"):
        Engine("dev").export()
