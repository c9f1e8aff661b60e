"""How `modelhost recover` shows what it found, and asks."""

from __future__ import annotations

from collections.abc import Sized

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from modelhost.operate.recovery.case import Case, Choice
from modelhost.operate.recovery.findings import Findings
from modelhost.operate.recovery.scaling import Captured

MEANING = {
    Choice.IMPORT: "import it",
    Choice.DELETE: "delete it",
    Choice.FORGET: "nothing to do",
}


def present(console: Console, stack: str, findings: Findings) -> None:
    """Show everything that was found."""
    if findings.nothing:
        console.print(f"Nothing to recover: no run of stack {stack} was interrupted.")
    if findings.cases:
        console.print(creations(findings))
    for each in findings.interrupted:
        console.print(
            f"[bold]{each.name}[/bold] was interrupted while {each.operation}: it will be read from the cloud"
        )
    for record in findings.records:
        captured = Captured(record.targets, record.policies, record.scheduled_actions)
        console.print(
            f"[bold]{record.endpoint}[/bold] was interrupted in its update of {record.started_at}: "
            f"its scaling will be put back ({parts(captured, record.muted_alarms)})"
        )
    for dead in findings.executions:
        console.print(
            f"[bold]{dead.endpoint}[/bold] was left by its state machine, which began to {dead.action} it at "
            f"{dead.started_at} and ended {dead.ended}: what is missing of its scaling will be put back "
            f"({parts(dead.captured, dead.muted_alarms)})"
        )
    if findings.strays is None:
        console.print("Whether other objects carry this stack's tags is unknown: tag:GetResources is not allowed.")
    elif findings.strays:
        console.print("\n[bold]Tagged as this stack's, but not in its state[/bold]: look at each, delete or import it")
        for arn in findings.strays:
            console.print(f"  {arn}", markup=False, soft_wrap=True)


def parts(captured: Captured, muted_alarms: Sized) -> str:
    """Count what was taken away."""
    listed = {
        "targets": captured.targets,
        "policies": captured.policies,
        "scheduled actions": captured.scheduled_actions,
        "muted alarms": muted_alarms,
    }
    return ", ".join(f"{what} {len(items)}" for what, items in listed.items())


def creations(findings: Findings) -> Table:
    """Return the table of interrupted creations."""
    table = Table(title="Interrupted while creating", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column("resource", overflow="fold")
    table.add_column("type", overflow="fold")
    table.add_column("in the cloud", overflow="fold")
    table.add_column("advice", no_wrap=True)
    for case in findings.cases:
        table.add_row(case.pending.name, short(case.pending.type), seen(case), advice(case))
    return table


def short(type: str) -> str:
    """Return the last word of a Pulumi type with its package."""
    return f"{type.split(':', 1)[0]} {type.rsplit(':', 1)[-1]}"


def seen(case: Case) -> str:
    """Say what was found of it."""
    if not case.pending.in_cloud:
        return "has no object of its own"
    if not case.searched:
        return "unknown: look for it yourself"
    if not case.ids:
        return "was not made"
    names = ", ".join(case.ids)
    return names if case.seen else f"{names}, if it was made"


def advice(case: Case) -> str:
    """Say what is advised."""
    return MEANING[case.choices[0]] if case.choices else "--id or --forget"


def ask(case: Case) -> Choice:
    """Ask what to do about one creation."""
    words = [str(choice) for choice in case.choices]
    question = f"{short(case.pending.type)} {case.pending.name} ({', '.join(case.ids)}): {' or '.join(words)}"
    while True:
        answer = typer.prompt(question, default=words[0]).strip().lower()
        chosen = [word for word in words if word.startswith(answer)]
        if len(chosen) == 1:
            return Choice(chosen[0])
        typer.echo(f"{answer!r} is not one of {', '.join(words)}", err=True)
