"""The Pulumi CLI, as far as recovery, drift and rollback need it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modelhost.operate.problem import OperateError

TERMINAL_CODES = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")
NOISE = ("warning: ", "Please choose", "Diagnostics", "View in Browser")


class EngineError(OperateError):
    """The Pulumi CLI said no; the text is what it said."""


class LockedError(EngineError):
    """Another run holds the stack, or a dead one never let go."""


class Engine:
    """Pulumi commands on one stack, run in the project's folder."""

    def __init__(self, stack: str, config_file: Path | None = None, folder: Path | None = None) -> None:
        """Run nothing yet."""
        self.stack = stack
        self.config_file = config_file
        self.folder = folder or Path.cwd()

    def export(self) -> dict[str, Any]:
        """Return the stack's state as `pulumi stack export` writes it, secrets still encrypted."""
        exported: dict[str, Any] = json.loads(self._run(["stack", "export"]))
        return exported

    def load(self, exported: dict[str, Any]) -> None:
        """Replace the stack's state; the engine checks it first, takes the lock and drops pending operations."""
        self._run(["stack", "import"], stdin=json.dumps(exported))

    def refresh(self, urns: Iterable[str]) -> None:
        """Read the resources *urns* from the cloud into the state."""
        self._run(["refresh", "--yes", "--skip-preview", *self._config(), *targets(urns)])

    def destroy(self, urns: Iterable[str]) -> None:
        """Delete the resources *urns* and nothing else."""
        self._run(["destroy", "--yes", "--skip-preview", *self._config(), *targets(urns)])

    def preview_refresh(self) -> dict[str, Any]:
        """Return what a refresh would change, step by step, without changing anything."""
        return document(self._run(["refresh", "--preview-only", "--json", *self._config()]))

    def up(self, yes: bool, output: int | None = None) -> int:
        """Run `pulumi up` before the user's eyes and return its exit code; *output* is a file to write to instead."""
        command = [self._program(), "up", "--stack", self.stack, *self._config(), *(["--yes"] if yes else [])]
        return subprocess.run(command, cwd=self.folder, stdout=output, check=False).returncode

    def _config(self) -> list[str]:
        return ["--config-file", str(self.config_file)] if self.config_file else []

    @staticmethod
    def _program() -> str:
        program = shutil.which("pulumi")
        if program is None:
            raise EngineError('pulumi is not on the PATH; install it, or run: eval "$(modelhost sandbox env)"')
        return program

    def _run(self, arguments: list[str], stdin: str | None = None) -> str:
        command = [self._program(), *arguments, "--stack", self.stack, "--non-interactive", "--color", "never"]
        done = subprocess.run(command, cwd=self.folder, input=stdin, capture_output=True, text=True, check=False)
        if done.returncode:
            raise failure(arguments, done.stderr or done.stdout)
        return done.stdout


def targets(urns: Iterable[str]) -> list[str]:
    """Return the flags that limit an operation to *urns*."""
    return [word for urn in urns for word in ("--target", urn)]


def document(output: str) -> dict[str, Any]:
    """Return the JSON document in *output*, whatever stands before it."""
    start = output.find("{")
    if start < 0:
        raise EngineError(f"pulumi answered without data: {output.strip()[:200] or 'nothing'}")
    found: dict[str, Any] = json.JSONDecoder().raw_decode(output, start)[0]
    return found


def failure(arguments: list[str], said: str) -> EngineError:
    """Return what the engine *said* as an error of one clear line, or a few where it lists things."""
    lines = [TERMINAL_CODES.sub("", line).rstrip() for line in said.splitlines()]
    told = [line for line in lines if line.strip() and not line.startswith(NOISE)]
    if "currently locked" in said:
        holders = [line.strip() for line in told if "created by" in line]
        return LockedError(holders[0] if holders else "the stack is locked")
    errors = [line for line in told if "error:" in line] or told[-3:]
    return EngineError(f"pulumi {arguments[0]} {arguments[1]}: " + " ".join(line.strip() for line in errors[:5]))
