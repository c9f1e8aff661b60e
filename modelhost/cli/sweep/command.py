"""`modelhost sweep`: plans for many endpoints and traces at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from modelhost.cli.errors import told
from modelhost.cli.stack import (
    ConfigFileOption,
    JsonOption,
    StackOption,
    console,
    engine_file,
    here,
    print_json,
    progress,
)
from modelhost.cli.sweep.file import Case, cases
from modelhost.cli.sweep.view import present, summary
from modelhost.operate.problem import OperateError
from modelhost.planner.answer import Plan
from modelhost.planner.sweep import Where, plans
from modelhost.planner.sweeping.answered import Swept
from modelhost.spec.stack_file import read

UNANSWERED_EXIT, NOTHING_KEEPS_EXIT = 1, 4
File = Annotated[Path, typer.Argument(help="What to plan for, as TOML.", dir_okay=False)]
Processes = Annotated[int, typer.Option("--processes", "-p", min=1, max=1024, help="Processes of this machine.")]
Ray = Annotated[
    str | None, typer.Option("--ray", metavar="ADDRESS", help="Ray cluster: ray://head:10001, auto, local.")
]


@told
def command(
    file: File,
    processes: Processes = 1,
    ray: Ray = None,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan for many endpoints and traces at once: in this process, over processes, or on a Ray cluster.

    The file holds [[plan]] blocks. Each names endpoint, trace and what_if (a word, or a list of words, each combined
    with each), and says the rest as the options of `modelhost plan` do: p99_ms, ttft_ms, itl_ms, attainment, curve,
    service_ms, machines, zone_loss and so on. Traces and curves stand beside the file. The plans are the same wherever
    they are made; on Ray the machines need the same version of modelhost.

    Exit code 0: all have a plan; 1: refused, or some were not answered; 4: for some nothing keeps the promise.

    Examples:

      modelhost sweep plans.toml -s prod --processes 2
      modelhost sweep plans.toml -s prod --ray ray://head:10001 --json
    """
    where = place(processes, ray)
    stack_file = read(engine_file(stack, config_file, here()))
    wanted = cases(file, stack_file.load(), stack_file.region)
    rows = [summary(*each) for each in zip(wanted, answered(wanted, where), strict=True)]
    if as_json:
        print_json(rows)
    else:
        present(console(), rows)
    if any(row["problem"] for row in rows):
        raise typer.Exit(UNANSWERED_EXIT)
    if any(row["form"] is None for row in rows):
        raise typer.Exit(NOTHING_KEEPS_EXIT)


def place(processes: int, ray: str | None) -> Where:
    """Return where the plans are made."""
    try:
        return Where(processes, ray)
    except ValueError as error:
        raise OperateError(str(error)) from error


def answered(wanted: list[Case], where: Where) -> tuple[Swept[Plan], ...]:
    """Return the plans, with a bar on standard error meanwhile."""
    words = TextColumn("planning")
    with Progress(
        words, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=progress(), transient=True
    ) as bar:
        task = bar.add_task("planning", total=len(wanted))
        try:
            return plans(
                [each.question for each in wanted], where, lambda done, whole: bar.update(task, completed=done)
            )
        except ValueError as error:
            raise OperateError(str(error)) from error
