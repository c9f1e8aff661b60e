"""`modelhost invoke`: send a request to an endpoint, or the smoke requests of the stack file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelhost.cli.endpoint import complete, known
from modelhost.cli.errors import told
from modelhost.cli.stack import (
    ConfigFileOption,
    JsonOption,
    StackOption,
    console,
    print_json,
    progress,
    project,
    stack_file,
)
from modelhost.operate.cloud import Cloud
from modelhost.operate.invoke import Answer, body_of, content_type_of, invoke, smoke
from modelhost.operate.problem import OperateError
from modelhost.spec.environment import EnvironmentSpec


@told
def command(
    endpoint: Annotated[
        str | None,
        typer.Argument(help="Endpoint, as the stack file calls it or by its name in AWS.", autocompletion=complete),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="File with the request's body.")] = None,
    content_type: Annotated[str | None, typer.Option(help="Media type of the file; by its suffix else.")] = None,
    accept: Annotated[str | None, typer.Option(help="Media type to ask for.")] = None,
    smoke_request: Annotated[
        bool, typer.Option("--smoke", help="Send the stack file's smoke requests; exit 1 when one is answered wrong.")
    ] = False,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send a file to an endpoint and print what the model answers.

    With --smoke, send the requests that the stack file names and compare the answers. Run it in your pipeline after
    `pulumi up`, which sends none itself: exit code 1 says that a model does not answer as it should. Nothing is rolled
    back by it.
    """
    described = stack_file(stack, config_file)
    environment, cloud = described.load(), Cloud(described.region)
    if smoke_request:
        _smoke(environment, cloud, project(), endpoint, as_json)
        return
    if endpoint is None or file is None:
        raise typer.BadParameter("name an endpoint and a --file, or give --smoke")
    body, media_type = body_of(file), content_type or content_type_of(file)
    answer = invoke(cloud, environment.endpoint_name(known(environment, endpoint)), body, media_type, accept)
    if as_json:
        print_json(plain(endpoint, answer))
    else:
        typer.echo(answer.text.rstrip("\n"))
        progress().print(f"{answer.milliseconds:.0f} ms, variant {answer.variant or 'unknown'}, {answer.content_type}")


def _smoke(environment: EnvironmentSpec, cloud: Cloud, folder: Path, endpoint: str | None, as_json: bool) -> None:
    """Send the smoke request of one endpoint, or of each that has one."""
    keys = [known(environment, endpoint)] if endpoint else sorted(environment.endpoints)
    having = [(key, spec) for key in keys if (spec := environment.endpoints[key].smoke) is not None]
    if not having:
        raise OperateError(f"no smoke request: set endpoints.{endpoint or '<endpoint>'}.smoke in the stack file")
    answers = []
    for key, spec in having:
        answer = smoke(cloud, environment.endpoint_name(key), spec, folder)
        answers.append(plain(key, answer))
        if not as_json:
            judged = "as expected" if spec.expect is not None else "answered"
            console().print(f"{key}: {judged}, {answer.milliseconds:.0f} ms")
    if as_json:
        print_json(answers)


def plain(endpoint: str, answer: Answer) -> dict[str, object]:
    """Return an answer for JSON."""
    return {
        "endpoint": endpoint,
        "answer": answer.value,
        "contentType": answer.content_type,
        "variant": answer.variant,
        "milliseconds": round(answer.milliseconds, 1),
    }
