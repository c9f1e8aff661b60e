"""`modelhost drift`: does the cloud still look as the stack left it?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import typer
from rich.console import Console

from modelhost.cli.errors import told
from modelhost.cli.stack import ConfigFileOption, JsonOption, StackOption, console, engine, print_json, progress
from modelhost.operate.drift import GONE, Drift, drifts

DRIFT_EXIT = 2
LONGEST_VALUE = 60


@told
def command(stack: StackOption = "dev", config_file: ConfigFileOption = None, as_json: JsonOption = False) -> None:
    """Compare the cloud with what the stack made of it, and change nothing.

    What a clock, an alarm or an autoscaler moves is theirs, and no drift: bounds, counts, and sizes by the clock.
    Exit code 0: no drift; 2: drift; 1: the comparison failed.

    Examples:

      modelhost drift
      modelhost drift -s prod --json
    """
    with progress().status("reading every resource from the cloud"):
        found = list(drifts(engine(stack, config_file).preview_refresh()))
    if as_json:
        print_json({"stack": stack, "drift": [each.plain() for each in found]})
    else:
        present(console(), stack, found)
    if found:
        raise typer.Exit(DRIFT_EXIT)


def present(console: Console, stack: str, found: Sequence[Drift]) -> None:
    """Show the drift, resource by resource."""
    if not found:
        console.print(f"No drift: the cloud is as stack {stack} left it.")
        return
    for _, changes in groupby(found, key=lambda each: each.urn):
        listed = list(changes)
        console.print(f"[bold]{listed[0].name}[/bold]  {listed[0].type}")
        for each in listed:
            line = "is gone" if each.now == GONE and not each.path else change(each)
            console.print(f"  {line}", markup=False)
    resources = len({each.urn for each in found})
    console.print(f"\n{resources} resource{'s' if resources > 1 else ''} drifted.", end=" ")
    console.print(f"`pulumi up --refresh --stack {stack}` brings back what the stack file says.")


def change(drift: Drift) -> str:
    """Return one change as a line."""
    return f"{drift.path}: {brief(drift.was)} -> {brief(drift.now)}"


def brief(value: Any) -> str:
    """Return *value* on one line of bearable length."""
    text = "not set" if value is None else json.dumps(value, default=str)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."
