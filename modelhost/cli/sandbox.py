"""`modelhost sandbox`: the embedded AWS and the variables to reach it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from modelhost.sandbox import control, environment, layout

app = typer.Typer(
    help="Run everything against an embedded AWS, without an account.", no_args_is_help=True, add_completion=False
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


@app.command()
def up(
    stack: Annotated[
        list[str] | None, typer.Option("--stack", "-s", help="Stack to create, by name or stack file; dev by default.")
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Forget a state whose embedded AWS is gone.")] = False,
    owner: Annotated[
        int | None, typer.Option("--end-with", metavar="PID", help="End the embedded AWS when this process ends.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Start the embedded AWS and create the stacks; a second call changes nothing."""
    status = control.up(here(), stack or ["dev"], reset, owner, say=progress)
    if as_json:
        typer.echo(json.dumps(report(status)))
        return
    describe(status)
    typer.echo('eval "$(modelhost sandbox env)"')
    for name, file in status.stack_files.items():
        typer.echo(f"pulumi up -s {name}{config_option(file)}")


@app.command()
def status(as_json: Json = False) -> None:
    """Say what runs, where, and what the stacks hold; exit code 1 when it is not up."""
    found = control.status(here())
    if as_json:
        typer.echo(json.dumps(report(found)))
    else:
        describe(found)
    raise typer.Exit(0 if found.running else 1)


@app.command()
def env(as_json: Json = False) -> None:
    """Print the variables of a sandbox shell: eval "$(modelhost sandbox env)"."""
    exports = control.exports(here())
    typer.echo(json.dumps(exports) if as_json else environment.shell(exports), nl=as_json)


@app.command()
def coverage(as_json: Json = False) -> None:
    """Say who answers each AWS operation (moto, we, our ledger, nobody) and which resource types there are."""
    from modelhost.sandbox import coverage as answered

    found = answered.coverage(control.served(here()))
    typer.echo(json.dumps(found) if as_json else "\n".join(answered.lines(found)))


@app.command()
def down(as_json: Json = False) -> None:
    """Stop what `up` started, by process id, and remove the sandbox's state."""
    stopped = control.down(here())
    words = "the embedded AWS is stopped and the sandbox's state is removed" if stopped else "the sandbox was not up"
    typer.echo(json.dumps({"stopped": stopped}) if as_json else words)


def here() -> layout.Layout:
    """Return the sandbox of the project around the current folder."""
    return layout.find(Path.cwd())


def progress(message: str) -> None:
    """Say what happens on standard error, so that standard output stays the result."""
    typer.echo(message, err=True)


def config_option(file: Path) -> str:
    """Return what `pulumi` must be told when the stack file is a copy."""
    return "" if file.parent == here().project else f" --config-file {file}"


def describe(status: control.Status) -> None:
    """Say in words how the sandbox stands."""
    running = status.record
    where = f"up: AWS on http://127.0.0.1:{running.port} (pid {running.pid})" if running else "not up"
    typer.echo(f"sandbox {where}, in {status.folder}")
    typer.echo(f"engine  {status.pulumi or 'none yet; `modelhost sandbox up` builds it'}")
    for name, number in status.resources.items():
        typer.echo(f"stack   {name}: {number} resources")


def report(status: control.Status) -> dict[str, Any]:
    """Say in data how the sandbox stands."""
    return {
        "running": status.running,
        "folder": str(status.folder),
        "pid": status.record.pid if status.record else None,
        "port": status.record.port if status.record else None,
        "pulumi": str(status.pulumi) if status.pulumi else None,
        "resources": status.resources,
        "stack_files": {name: str(file) for name, file in status.stack_files.items()},
    }
