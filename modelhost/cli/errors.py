"""Turn what users can act on into one clear line and exit code 1; everything else stays a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import typer
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ReadTimeoutError,
)

from modelhost.operate.problem import OperateError
from modelhost.spec.problem import SpecError

SANDBOX_HINT = 'eval "$(modelhost sandbox env)"'
Parameters = ParamSpec("Parameters")
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})


def clear(error: Exception) -> str | None:
    """Return the message that *error* owes the user, none when it is a defect of ours."""
    if isinstance(error, (SpecError, OperateError)):
        return str(error)
    if isinstance(error, ClientError):
        return _refused(error)
    if isinstance(error, (NoCredentialsError, PartialCredentialsError)):
        return f"there are no AWS credentials; log in (aws sso login, AWS_PROFILE), or use the sandbox: {SANDBOX_HINT}"
    if isinstance(error, NoRegionError):
        return "no AWS region is known; set aws:region in the stack file"
    if isinstance(error, (EndpointConnectionError, ConnectTimeoutError, ReadTimeoutError)):
        return _unreachable(error)
    return str(error) if isinstance(error, BotoCoreError) else None


def _refused(error: ClientError) -> str:
    """Return what AWS said, with the operation that it refused."""
    detail = error.response.get("Error", {})
    code, message = detail.get("Code", "unknown"), detail.get("Message", "no message")
    if code in EXPIRED:
        return f"the AWS credentials have expired ({error.operation_name}); log in again"
    return f"{error.operation_name}: {code}: {message}"


def _unreachable(error: BotoCoreError) -> str:
    """Return where nobody answered, and what to do about it."""
    where = str(error.kwargs.get("endpoint_url", "AWS"))
    if "127.0.0.1" in where or "localhost" in where:
        return f"nothing answers at {where}; start the sandbox with: modelhost sandbox up, then {SANDBOX_HINT}"
    return f"{where} cannot be reached; check the network and aws:region"


def told(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Run *command*; an error that the user can act on ends it with its message on standard error."""

    @functools.wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Exception as error:
            message = clear(error)
            if message is None:
                raise
            typer.echo(message, err=True)
            raise typer.Exit(1) from error

    return run
