"""Naming an endpoint on the command line: as the stack file calls it or as the cloud does, with completion."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from modelhost.cli.stack import stack_file
from modelhost.operate.problem import OperateError
from modelhost.sandbox.failure import SandboxError
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.problem import SpecError

DEFAULT_STACK = "dev"


def known(environment: EnvironmentSpec, endpoint: str) -> str:
    """Return the key of *endpoint*, which may also be its name in the cloud."""
    names = {environment.endpoint_name(key): key for key in environment.endpoints}
    if endpoint in environment.endpoints:
        return endpoint
    if endpoint in names:
        return names[endpoint]
    close = difflib.get_close_matches(endpoint, environment.endpoints, n=1)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(sorted(environment.endpoints)) or 'none'}"
    raise OperateError(f"environment {environment.name} has no endpoint {endpoint!r}; {hint}")


def complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the endpoints of the stack file that begin so, each with its kind; none when it cannot be read."""
    given = context.params.get("config_file")
    try:
        file = stack_file(context.params.get("stack") or DEFAULT_STACK, Path(given) if given else None)
    except (OperateError, SandboxError, SpecError, OSError):
        return []
    listed = file.environment.get("endpoints")
    named = listed if isinstance(listed, dict) else {}
    return [(key, _said(block)) for key, block in named.items() if str(key).startswith(incomplete)]


def _said(block: object) -> str:
    """Say in a few words what the block of an endpoint describes."""
    words = [block.get("kind") or "realtime", block.get("machine")] if isinstance(block, dict) else []
    return " on ".join(str(word) for word in words if word)


EndpointArgument = Annotated[
    str,
    typer.Argument(help="Endpoint, as the stack file calls it or by its name in AWS.", autocompletion=complete),
]
EndpointOption = Annotated[
    list[str] | None,
    typer.Option("--endpoint", "-e", help="Only this endpoint; may be given again.", autocompletion=complete),
]
