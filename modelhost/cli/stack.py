"""What every command that works on one stack shares: its options, its stack file, its consoles."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from modelhost.operate.engine import Engine
from modelhost.operate.problem import OperateError
from modelhost.sandbox import layout
from modelhost.sandbox.layout import Layout
from modelhost.sandbox.stack import opens_in_sandbox
from modelhost.spec.stack_file import StackFile, read

PIPE_COLUMNS = 100
"""Width when the output is no terminal, so that a pipe or a log stays readable."""

StackOption = Annotated[str, typer.Option("--stack", "-s", envvar="MODELHOST_STACK", help="Stack to work on.")]
ConfigFileOption = Annotated[
    Path | None, typer.Option("--config-file", help="Stack file to read instead of Pulumi.<stack>.yaml.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def project() -> Path:
    """Return the folder that holds Pulumi.yaml, from where the engine runs and relative paths count."""
    return here().project


def here() -> Layout:
    """Return the project around the current folder, with its sandbox."""
    try:
        return layout.find(Path.cwd())
    except FileNotFoundError as error:
        raise OperateError(str(error)) from error


def stack_file(stack: str, config_file: Path | None) -> StackFile:
    """Read the file of *stack*."""
    return read(path_of(stack, config_file, here()))


def path_of(stack: str, config_file: Path | None, place: Layout) -> Path:
    """Return the file given, else the project's, else the sandbox's."""
    found = (path for path in candidates(stack, config_file, place) if path.is_file())
    path = next(found, None)
    if path is None:
        has = ", ".join(sorted(each.name for each in place.project.glob("Pulumi.*.yaml"))) or "none"
        wanted = config_file or f"Pulumi.{stack}.yaml"
        raise OperateError(f"there is no stack file {wanted}; {place.project} has {has}")
    return path


def candidates(stack: str, config_file: Path | None, place: Layout) -> Iterator[Path]:
    """Yield where the file of *stack* may be."""
    if config_file is not None:
        yield config_file
        return
    for folder in (place.project, place.root, place.stacks):
        yield folder / f"Pulumi.{stack}.yaml"


def engine(stack: str, config_file: Path | None) -> Engine:
    """Return the engine for *stack*, with the file whose secrets it can open here."""
    place = here()
    path = engine_file(stack, config_file, place)
    return Engine(stack, None if path.parent == place.project else path.absolute(), place.project)


def engine_file(stack: str, config_file: Path | None, place: Layout) -> Path:
    """Return the file that the engine reads: in a sandbox the copy of one whose secrets do not open there."""
    path = path_of(stack, config_file, place)
    copy = place.stacks / path.name
    in_sandbox = os.environ.get("PULUMI_BACKEND_URL", "").partition("?")[0] == f"file://{place.state}"
    copied = config_file is None and in_sandbox and not opens_in_sandbox(path.read_text()) and copy.is_file()
    return copy if copied else path


def console() -> Console:
    """Return a console for standard output."""
    return Console(width=None if sys.stdout.isatty() else PIPE_COLUMNS, highlight=False)


def progress() -> Console:
    """Return a console for standard error, where progress goes, so that standard output stays the result."""
    return Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """Print *document* as JSON for scripts."""
    typer.echo(json.dumps(document, indent=2, default=str))
