"""What every command that works on one stack shares: its options, its stack file, its console."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from modelhost.operate.cloud import Cloud
from modelhost.spec.load import load
from modelhost.spec.stack_file import StackFile, read

NARROWEST_COLUMNS = 80
"""Width when the output is no terminal, so that a pipe or a log stays readable."""

StackOption = Annotated[str, typer.Option("--stack", "-s", envvar="MODELHOST_STACK", help="Stack to work on.")]
ConfigFileOption = Annotated[
    Path | None, typer.Option("--config-file", help="Stack file to read instead of Pulumi.<stack>.yaml.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def stack_file(stack: str, config_file: Path | None) -> StackFile:
    """Read the file of *stack*."""
    return read(config_file or Path(f"Pulumi.{stack}.yaml"))


def surroundings(stack: str, config_file: Path | None) -> tuple[Any, Cloud]:
    """Return the checked environment of *stack* and access to its region."""
    file = stack_file(stack, config_file)
    return load(file.environment, file.region), Cloud(file.region)


def console() -> Console:
    """Return a console for standard output."""
    return Console(width=None if sys.stdout.isatty() else NARROWEST_COLUMNS, highlight=False, soft_wrap=False)


def progress() -> Console:
    """Return a console for standard error, where progress goes, so that standard output stays the result."""
    return Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """Print *document* as JSON for scripts."""
    typer.echo(json.dumps(document, indent=2, default=str))
