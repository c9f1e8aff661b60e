"""`modelhost recover`: what a killed run left, and what to do about each part of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from modelhost.cli.errors import told
from modelhost.cli.recover_view import ask, present
from modelhost.cli.stack import (
    ConfigFileOption,
    JsonOption,
    StackOption,
    console,
    engine,
    print_json,
    progress,
    stack_file,
)
from modelhost.operate.cloud import Cloud
from modelhost.operate.engine import LockedError
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.case import Choice
from modelhost.operate.recovery.findings import Findings, examine
from modelhost.operate.recovery.repair import repair
from modelhost.operate.recovery.sidecar import heal

Given = Annotated[list[str] | None, typer.Option("--id", metavar="URN=ID", help="Id of an object that you found.")]
Forget = Annotated[list[str] | None, typer.Option("--forget", metavar="URN", help="You checked: it was never made.")]


@told
def command(
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    import_all: Annotated[bool, typer.Option("--import-all", help="Keep what was made; ask nothing.")] = False,
    delete_all: Annotated[bool, typer.Option("--delete-all", help="Delete what was made; ask nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do what is advised for each; ask nothing.")] = False,
    given: Given = None,
    forget: Forget = None,
    as_json: JsonOption = False,
) -> None:
    """Repair what a killed `pulumi up` left behind: find what was being made, then import or delete it.

    It also puts back the scaling of an endpoint whose update was killed, or whose state machine (sizes by the clock or
    by demand, opening hours) ended before its work did. Everything is shown first, and a creation is asked about.
    Run `pulumi cancel` first when the stack is locked by a run that is dead; this command never does.
    With --json it only lists. Afterwards run `pulumi up`.

    Examples:

      modelhost recover
      modelhost recover -s prod --yes
      modelhost recover -s prod --json
    """
    if import_all and delete_all:
        raise typer.BadParameter("--import-all and --delete-all contradict each other")
    pulumi, cloud = engine(stack, config_file), Cloud(stack_file(stack, config_file).region)
    for path in heal(os.environ.get("PULUMI_BACKEND_URL", "")):
        say(f"removed {path}, which the killed run left empty")
    with progress().status("reading the state and looking for what was being made"):
        findings = examine(pulumi, cloud, pairs(given))
    if as_json:
        print_json(findings.plain())
        return
    present(console(), stack, findings)
    if findings.nothing:
        return
    decisions = decide(findings, import_all or yes, delete_all, set(forget or ()))
    try:
        repair(findings, decisions, pulumi, cloud, backups(), say)
    except LockedError as error:
        raise OperateError(
            f"stack {stack} is locked ({error}); if that run is dead, run `pulumi cancel --stack {stack}`, "
            f"then this again"
        ) from error
    console().print(f"\nRecovered. Now run [bold]pulumi up --stack {stack}[/bold].")


def pairs(given: list[str] | None) -> dict[str, str]:
    """Read URN=ID words."""
    split = [each.rpartition("=") for each in given or ()]
    if any(not urn for urn, _, _ in split):
        raise typer.BadParameter("--id takes URN=ID")
    return {urn: id for urn, _, id in split}


def decide(findings: Findings, keep: bool, drop: bool, forgotten: set[str]) -> Mapping[str, Choice]:
    """Return a decision for each creation, asking where no option decides."""
    decisions: dict[str, Choice] = {}
    for case in findings.cases:
        choices = (Choice.FORGET,) if case.pending.urn in forgotten else case.choices
        if not choices:
            raise OperateError(
                f"{case.pending.urn}: nobody taught us to look for {case.pending.type}; look for it yourself, then run "
                f"again with --id 'URN=<its id>' to import it, or with --forget 'URN' when it is not there"
            )
        if len(choices) == 1 and choices[0] is Choice.FORGET:
            decisions[case.pending.urn] = Choice.FORGET
        elif keep or drop:
            wanted = Choice.DELETE if drop else Choice.IMPORT
            decisions[case.pending.urn] = wanted if wanted in choices else choices[0]
        else:
            decisions[case.pending.urn] = ask(case)
    if not (keep or drop) and not any(choice is not Choice.FORGET for choice in decisions.values()):
        typer.confirm("Go on?", default=True, abort=True)
    return decisions


def backups() -> Path:
    """Return the folder that keeps states as they were before a repair."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "modelhost" / "recover"


def say(done: str) -> None:
    """Say what was done."""
    progress().print(f"  {done}", soft_wrap=True)
