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
from modelhost.operate.addressing import Addressed, addressed
from modelhost.operate.cloud import Cloud
from modelhost.operate.invoke import invoke, smoke
from modelhost.operate.invoke_async import leave
from modelhost.operate.problem import OperateError
from modelhost.operate.request import Answer, Request, body_of, content_type_of
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.kind import EndpointKind

ASYNC_PATIENCE_SECONDS = 900.0


@told
def command(
    endpoint: Annotated[
        str | None,
        typer.Argument(help="Endpoint, as the stack file calls it or by its name in AWS.", autocompletion=complete),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="File with the request's body.")] = None,
    content_type: Annotated[str | None, typer.Option(help="Media type of the file; by its suffix else.")] = None,
    accept: Annotated[str | None, typer.Option(help="Media type to ask for.")] = None,
    component: Annotated[
        str | None, typer.Option(help="Adapter or component that answers (kind components); the base else.")
    ] = None,
    target_model: Annotated[
        str | None, typer.Option(help="Model that answers, by its path below the prefix (kind multi-model).")
    ] = None,
    variant: Annotated[str | None, typer.Option(help="Variant that answers; by weight else.")] = None,
    session: Annotated[
        str | None, typer.Option(help="Session to stay with one instance; `new` begins one and prints its id.")
    ] = None,
    wait: Annotated[
        float | None,
        typer.Option(min=0, help="Seconds to wait for a queued answer (900 else), or for an endpoint that wakes up."),
    ] = None,
    leave_it: Annotated[
        bool, typer.Option("--no-wait", help="Leave the request in the queue and print where the answer will be.")
    ] = False,
    smoke_request: Annotated[
        bool, typer.Option("--smoke", help="Send the stack file's smoke requests; exit 1 when one is answered wrong.")
    ] = False,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send a file to an endpoint and print what the model answers.

    To an asynchronous endpoint the file is uploaded and queued, and the answer is fetched from S3 when it is there.
    With --smoke, send the requests that the stack file names and compare the answers. Run it in your pipeline after
    `pulumi up`, which sends none itself: exit code 1 says that a model does not answer as it should. Nothing is rolled
    back by it.

    Examples:

      modelhost invoke digits --file sample.json
      modelhost invoke chat -f prompt.json --component support
      modelhost invoke many -f row.csv --target-model berlin.tar.gz
      modelhost invoke transcripts -f talk.wav --wait 1800
      modelhost invoke --smoke -s prod
    """
    described = stack_file(stack, config_file)
    environment, cloud = described.load(), Cloud(described.region)
    if smoke_request:
        _smoke(environment, cloud, project(), endpoint, wait, as_json)
        return
    if endpoint is None or file is None:
        raise typer.BadParameter("name an endpoint and a --file, or give --smoke")
    key = known(environment, endpoint)
    spec = environment.endpoints[key]
    words = Addressed(component=component, target_model=target_model, target_variant=variant, session=session)
    body, media_type = body_of(file), content_type or content_type_of(file)
    request = addressed(key, environment.endpoint_name(key), spec, words, body, media_type, accept)
    if leave_it:
        _leave(cloud, key, request, as_json)
        return
    answer = invoke(cloud, request, patience(request, wait))
    if as_json:
        print_json(plain(endpoint, answer))
    else:
        typer.echo(answer.text.rstrip("\n"))
        progress().print(said(answer))


def patience(request: Request, wait: float | None) -> float:
    """Return how long to wait for an answer."""
    if wait is not None:
        return wait
    return ASYNC_PATIENCE_SECONDS if request.kind is EndpointKind.ASYNC else 0.0


def _leave(cloud: Cloud, key: str, request: Request, as_json: bool) -> None:
    """Queue a request and say where its answer will be."""
    if request.kind is not EndpointKind.ASYNC:
        raise OperateError(f"{key} is {request.kind.text}, which answers at once; take --no-wait out")
    ticket = leave(cloud, request)
    places = {"endpoint": key, "inferenceId": ticket.inference_id, "output": ticket.output, "failure": ticket.failure}
    if as_json:
        print_json(places)
    else:
        typer.echo(ticket.output)


def _smoke(
    environment: EnvironmentSpec, cloud: Cloud, folder: Path, endpoint: str | None, wait: float | None, as_json: bool
) -> None:
    """Send the smoke request of one endpoint, or of each that has one."""
    keys = [known(environment, endpoint)] if endpoint else sorted(environment.endpoints)
    having = [(key, spec) for key in keys if (spec := environment.endpoints[key].smoke) is not None]
    if not having:
        raise OperateError(f"no smoke request: set endpoints.{endpoint or '<endpoint>'}.smoke in the stack file")
    answers = []
    for key, spec in having:
        body, name = body_of(folder / spec.file), environment.endpoint_name(key)
        request = addressed(key, name, environment.endpoints[key], Addressed(), body, spec.content_type)
        answer = smoke(cloud, request, spec, patience(request, wait))
        answers.append(plain(key, answer))
        if not as_json:
            judged = "as expected" if spec.expect is not None else "answered"
            console().print(f"{key}: {judged}, {answer.milliseconds:.0f} ms")
    if as_json:
        print_json(answers)


def said(answer: Answer) -> str:
    """Say beside the answer how it came."""
    parts = [f"{answer.milliseconds:.0f} ms"]
    parts += [f"variant {answer.variant}"] if answer.variant else []
    parts += [f"session {answer.session}"] if answer.session else []
    return ", ".join([*parts, answer.content_type])


def plain(endpoint: str, answer: Answer) -> dict[str, object]:
    """Return an answer for JSON."""
    return {
        "endpoint": endpoint,
        "answer": answer.value,
        "contentType": answer.content_type,
        "variant": answer.variant,
        "session": answer.session,
        "milliseconds": round(answer.milliseconds, 1),
    }
