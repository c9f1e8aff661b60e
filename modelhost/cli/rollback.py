"""`modelhost rollback`: serve an earlier model again, by the stack file, so that the next `up` keeps to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from modelhost.cli.endpoint import EndpointArgument, known
from modelhost.cli.errors import told
from modelhost.cli.stack import (
    ConfigFileOption,
    JsonOption,
    StackOption,
    console,
    engine,
    engine_file,
    here,
    print_json,
    progress,
)
from modelhost.cli.stack_edit.difference import coloured, difference
from modelhost.cli.stack_edit.edit import Put, edited
from modelhost.cli.stack_edit.file import read as read_text
from modelhost.cli.stack_edit.file import write
from modelhost.cli.stack_edit.node import data
from modelhost.operate.cloud import Cloud
from modelhost.operate.history import Target, history, target
from modelhost.operate.problem import OperateError
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.load import load
from modelhost.spec.stack_file import ENVIRONMENT, REGION, StackFile
from modelhost.spec.stack_file import read as read_file

UP_FAILED_EXIT = 3

To = Annotated[
    str | None,
    typer.Option(help="Version to serve again: a number of `modelhost history`, a model or a configuration."),
]


@told
def command(
    endpoint: EndpointArgument,
    to: To = None,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; `pulumi up` asks nothing either.")] = False,
    no_up: Annotated[bool, typer.Option("--no-up", help="Only write the stack file; run `pulumi up` later.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Serve an earlier model again: write it into the stack file, then run `pulumi up`.

    Without --to it is the version with another model before the live one. The stack file gets a line
    `version: <model>`; its comments and its layout stay, the change is shown, and you are asked. Because the file says
    it, the next `pulumi up` does not bring the bad model back; take the line out to ship what `model` describes again.
    Nothing is written when the model is gone, when there is nothing earlier, or when the file changed meanwhile.

    Exit code 0: done; 1: refused, and the file is as it was; 3: the file is written, but `pulumi up` failed.
    With --json and without --yes it only shows what it would do.

    Examples:

      modelhost rollback digits
      modelhost rollback chat -s prod --to 12 --yes
      modelhost rollback chat -s prod --no-up
    """
    place = here()
    path = engine_file(stack, config_file, place)
    file = read_file(path)
    environment = file.load()
    key = known(environment, endpoint)
    spec = environment.endpoints[key]
    with progress().status("asking AWS what was live"):
        found = target(history(Cloud(file.region), environment.endpoint_name(key), spec.kind), key, to)
    before = read_text(path)
    after = rewritten(before, file, key, spec, found)
    diff = difference(path.name, before, after)
    report = {"endpoint": key, "file": str(path), **plain(found), "diff": diff, "written": False, "up": None}
    if as_json and not yes:
        print_json(report)
        return
    if not as_json:
        console().print(f"{key}: {found.instead_of.model} is live, {found.release.model} is to be served again\n")
        console().print(coloured(diff), soft_wrap=True)
        if not yes:
            typer.confirm(f"Write {path.name}{'' if no_up else ' and run `pulumi up`'}?", default=True, abort=True)
    write(path, before, after)
    if path.parent == place.stacks:
        progress().print(f"{path} is the sandbox's copy; write the same into {place.project / path.name} to keep it")
    code = None if no_up else engine(stack, config_file).up(yes or not sys.stdin.isatty(), 2 if as_json else None)
    if as_json:
        print_json({**report, "written": True, "up": code})
    finish(stack, path, key, code)


def rewritten(text: str, file: StackFile, key: str, spec: EndpointSpec, found: Target) -> str:
    """Return the stack file's *text* with the earlier model in it, checked as `pulumi up` will check it."""
    place = ("config", ENVIRONMENT, "endpoints", key)
    changes = [Put((*place, "version"), found.release.model, after="model")]
    if machine := earlier_machine(spec, found):
        changes.append(Put((*place, "machine"), machine))
    after = edited(text, changes)
    if after == text:
        raise OperateError(f"{key}: {file.path.name} says version: {found.release.model} already; run `pulumi up`")
    config = data(after)["config"]
    load(config[ENVIRONMENT], config[REGION], f"{file.path.name}, rolled back,")
    return after


def earlier_machine(spec: EndpointSpec, found: Target) -> str | None:
    """Return the machine that goes with the earlier model, none where it stays or a clock or an alarm chooses it."""
    if spec.in_force().clock_owned_size:
        return None
    if found.release.by_clockwork or found.instead_of.by_clockwork or found.release.machine == spec.machine:
        return None
    return found.release.machine


def plain(found: Target) -> dict[str, Any]:
    """Return the target for JSON."""
    return {
        "to": found.release.model_dump(mode="json"),
        "insteadOf": found.instead_of.model_dump(mode="json"),
    }


def finish(stack: str, path: Path, key: str, code: int | None) -> None:
    """Say what comes next; leave with the exit code of a failed `up`."""
    if code is None:
        progress().print(f"{path.name} is written. Now run [bold]pulumi up --stack {stack}[/bold].")
    elif code == 0:
        progress().print(f"{key} is rolled back. Take `version` out of {path.name} when its successor is ready.")
    else:
        progress().print(
            f"{path.name} is written, but `pulumi up` ended with exit code {code}; look at what it says above, then "
            f"run `pulumi up --stack {stack}` again, or take `version` out of the file"
        )
        raise typer.Exit(UP_FAILED_EXIT)
