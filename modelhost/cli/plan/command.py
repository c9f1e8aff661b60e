"""`modelhost plan`: from a trace of load to a scaling block."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from modelhost.cli.endpoint import complete, known
from modelhost.cli.errors import told
from modelhost.cli.plan.asked import MOST_LIMIT_MS, MOST_SERVICE_MS, Given, question
from modelhost.cli.plan.dated import dated
from modelhost.cli.plan.plain import plain
from modelhost.cli.plan.view import present
from modelhost.cli.plan.what_if import read as read_what_if
from modelhost.cli.plan.write import rewritten
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
from modelhost.cli.stack_edit.difference import coloured, difference
from modelhost.cli.stack_edit.file import read as read_text
from modelhost.cli.stack_edit.file import write
from modelhost.operate.problem import OperateError
from modelhost.planner.answer import Plan
from modelhost.planner.plan import plan
from modelhost.planner.question import Question
from modelhost.planner.search.rooms import LoadError
from modelhost.spec.stack_file import StackFile
from modelhost.spec.stack_file import read as read_file

NOTHING_KEEPS_EXIT = 4
Endpoint = Annotated[str, typer.Option("--endpoint", "-e", help="Endpoint to plan for.", autocompletion=complete)]
TraceFile = Annotated[str, typer.Option("--trace", "-t", help="Load it saw: a file, or synthetic:diurnal,mean=20,...")]
Report = Annotated[Path | None, typer.Option("--report", help="Where to write the HTML report.", dir_okay=False)]


@told
def command(
    endpoint: Endpoint,
    trace: TraceFile,
    p99_ms: Annotated[
        float | None, typer.Option(min=0.001, max=MOST_LIMIT_MS, help="Longest time of a whole request.")
    ] = None,
    ttft_ms: Annotated[
        float | None, typer.Option(min=0.001, max=MOST_LIMIT_MS, help="Longest time to the first token.")
    ] = None,
    itl_ms: Annotated[
        float | None, typer.Option(min=0.001, max=MOST_LIMIT_MS, help="Longest mean time between tokens.")
    ] = None,
    attainment: Annotated[float, typer.Option(min=0.5, max=0.9999, help="Share that keeps the promise.")] = 0.99,
    curve: Annotated[Path | None, typer.Option(help="Measured latency and throughput by concurrency.")] = None,
    curve_machine: Annotated[str | None, typer.Option(help="Machine of the curve, when not the endpoint's.")] = None,
    service_ms: Annotated[
        float | None, typer.Option(min=0.001, max=MOST_SERVICE_MS, help="Time of a lone request, unmeasured.")
    ] = None,
    service_cv: Annotated[float, typer.Option(min=0, max=20, help="Its deviation over its mean.")] = 1.0,
    service_slots: Annotated[int, typer.Option(min=1, max=4096, help="Requests computed at once.")] = 1,
    machines: Annotated[str | None, typer.Option(help="Machine types to choose from, with commas.")] = None,
    columns: Annotated[str | None, typer.Option(help="Columns of the trace, such as time=ts,requests=n.")] = None,
    what_if: Annotated[str | None, typer.Option(help="Ask again with load=2x,startup=300,price=spot.")] = None,
    quota: Annotated[str | None, typer.Option(help="Most instances allowed, such as ml.m7i.large=8.")] = None,
    zone_loss: Annotated[bool, typer.Option("--zone-loss", help="A lost zone must not break the promise.")] = False,
    timezone: Annotated[str | None, typer.Option(help="IANA zone of schedules.")] = None,
    report: Report = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no HTML report.")] = False,
    write_file: Annotated[bool, typer.Option("--write", help="Put the plan into the stack file.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of every random stream.")] = 1,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Choose machine, strategy and schedule of an endpoint from the load it saw, and prove the choice.

    It begins with what stands today: what that costs and keeps, what to change, and what the change saves. Each answer
    has its numbers, the runners-up and why they lost. AWS is not asked, and nothing is changed without --write, which
    shows the difference first and keeps comments and order.

    How long a request takes comes from --curve (a load test, or metrics of CloudWatch or vLLM), from the architecture
    of an LLM in the stack file, or from your word: --service-ms.

    Exit code 0: a plan; 1: refused; 4: nothing that was tried keeps the promise.

    Examples:

      modelhost plan -e digits --trace load.csv --curve loadtest.csv
      modelhost plan -s prod -e chat --trace requests.jsonl.gz --ttft-ms 500 --itl-ms 50 --write
      modelhost plan -e digits --trace load.csv --service-ms 40 --what-if load=2x,startup=300
    """
    path = engine_file(stack, config_file, here())
    file = read_file(path)
    environment = file.load()
    key = known(environment, endpoint)
    given = Given(
        trace, columns, p99_ms, ttft_ms, itl_ms, attainment, curve, curve_machine, service_ms, service_cv,
        service_slots, machines, quota, zone_loss, timezone, seed,
    )  # fmt: skip
    changed = read_what_if(what_if)
    zones = environment.network.zones
    asked = question(given, environment.endpoints[key], key, file.region, zones, changed)
    answer = dated(answered(asked), datetime.now(UTC).date())
    target = None if no_report else report or (None if as_json else Path(f"plan-{stack}-{key}.html"))
    if as_json:
        print_json(plain(answer))
    else:
        present(console(), answer)
    if target is not None:
        write_report(answer, target)
    if write_file:
        put(answer, file, key, ask=not yes, quiet=as_json)
    if answer.winner is None:
        raise typer.Exit(NOTHING_KEEPS_EXIT)


def answered(asked: Question) -> Plan:
    """Return the plan, with a bar on standard error meanwhile."""
    words = TextColumn("{task.description}")
    with Progress(words, BarColumn(), TimeElapsedColumn(), console=progress(), transient=True) as bar:
        task = bar.add_task("reading", total=1.0)
        try:
            return plan(asked, lambda stage, share: bar.update(task, description=stage, completed=share))
        except LoadError as error:
            raise OperateError(str(error)) from error


def write_report(answer: Plan, target: Path) -> None:
    """Write the page."""
    from modelhost.cli.plan.report.page import page

    try:
        target.write_text(page(answer), encoding="utf-8")
    except OSError as error:
        raise OperateError(f"--report: {target} cannot be written: {error.strerror}; give another place") from error
    progress().print(f"report: {target}")


def put(answer: Plan, file: StackFile, key: str, ask: bool, quiet: bool) -> None:
    """Write the winner into the stack file, the difference shown first."""
    if answer.winner is None:
        raise OperateError(f"{key}: nothing that was tried keeps the promise; nothing is written")
    before = read_text(file.path)
    after = rewritten(before, file, key, answer.winner.candidate)
    if after == before:
        progress().print(f"{file.path.name} says so already; nothing is written")
        return
    screen = progress() if quiet else console()
    screen.print(coloured(difference(file.path.name, before, after)), soft_wrap=True)
    if ask:
        typer.confirm(f"Write {file.path.name}?", default=True, abort=True, err=quiet)
    write(file.path, before, after)
    progress().print(f"{file.path.name} is written. Now run [bold]pulumi preview[/bold].")
