"""The `modelhost` command: a table of its commands, each imported only when it is called."""

import inspect
from importlib import import_module, metadata
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from modelhost.sandbox.failure import SandboxError


class Entry(NamedTuple):
    """One command: where it lives and what `--help` says of it."""

    module: str
    """Module of `modelhost.cli`; holds `app` (a group of commands) or `command` (a function)."""
    purpose: str
    """One line."""


COMMANDS = {
    "plan": Entry("plan.command", "Choose machine, strategy and schedule from a trace of load, and prove the choice."),
    "show": Entry("show", "Show what stands: endpoints, machines, scaling, alarms, budget, and what it costs."),
    "invoke": Entry("invoke", "Send a file to an endpoint and print what the model answers."),
    "schedule": Entry("schedule", "Show what the clock does on the days to come, as a picture."),
    "history": Entry("history", "List what was live when on an endpoint: models, machines, who changed them."),
    "rollback": Entry("rollback", "Serve an earlier model again: write it into the stack file, run `pulumi up`."),
    "drift": Entry("drift", "Compare the cloud with the stack's state; exit code 2 when they differ."),
    "recover": Entry("recover", "Repair what a killed `pulumi up` left behind."),
    "catalog": Entry("catalog", "Look machine types up: facts, prices, regions; refresh them from AWS."),
    "fit": Entry("fit", "Show which machine types hold a language model, how many requests, at what price."),
    "sweep": Entry("sweep.command", "Plan for many endpoints and traces at once: here, over processes, or on Ray."),
    "schema": Entry("schema", "Print the JSON Schema of the stack file."),
    "sandbox": Entry("sandbox", "Run everything against an embedded AWS, without an account."),
}


class LazyGroup(TyperGroup):
    """Lists the commands of the table without importing them."""

    def __init__(self, **attributes: Any) -> None:
        """Stand in for each command with its name and purpose."""
        super().__init__(**attributes)
        self.commands = {name: TyperCommand(name, help=entry.purpose) for name, entry in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the command that was called."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        return name, load(name) if name and stand_in else None, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what the sandbox cannot do ends with one message instead of a traceback."""
        try:
            return super().invoke(ctx)
        except SandboxError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error


def load(name: str) -> Any:
    """Import command *name* of the table."""
    module = import_module(f"modelhost.cli.{COMMANDS[name].module}")
    group = getattr(module, "app", None)
    if group is None:
        group = typer.Typer(add_completion=False, rich_markup_mode="rich")
        group.command(name, help=flowing(module.command.__doc__ or ""))(module.command)
    found = typer.main.get_command(group)
    found.name = name
    return found


def flowing(docstring: str) -> str:
    """Return *docstring* with a line per paragraph, so that help fills the terminal; indented lines stay apart."""
    paragraphs = inspect.cleandoc(docstring).split("\n\n")
    return "\n\n".join(each if each.startswith(" ") else each.replace("\n", " ") for each in paragraphs)


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)


def print_version(wanted: bool) -> None:
    """Print the version and leave, when *wanted*."""
    if wanted:
        typer.echo(metadata.version("modelhost"))
        raise typer.Exit


@app.callback()
def modelhost(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Host machine-learning models on AWS from one stack file."""
