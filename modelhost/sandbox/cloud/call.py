"""One request to the embedded AWS, understood: which operation, with which parameters; and how it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.core.model import OperationModel

ACCOUNT_ID = "123456789012"
PARTITION = "aws"


@dataclass(frozen=True)
class Outcome:
    """How a change that takes time is to end, when a fault says so."""

    failure: str | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Call:
    """An AWS operation asked for by a client, its parameters as botocore names them."""

    service: str
    operation: str
    region: str
    params: dict[str, Any]
    model: OperationModel
    protocol: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    outcome: Outcome = Outcome()

    def arn(self, resource: str, service: str | None = None) -> str:
        """Name a regional resource of the account."""
        return f"arn:{PARTITION}:{service or self.service}:{self.region}:{ACCOUNT_ID}:{resource}"


class RefusalError(Exception):
    """What AWS answers instead of doing it: a code, a message and an HTTP status."""

    def __init__(self, code: str, message: str, status: int | None = None, **fields: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields


class NotHereError(Exception):
    """Said of an operation that nothing here answers, where moto would take it for another one."""


class NotOursError(Exception):
    """Said by a handler that leaves a call to moto after all."""


def validation(message: str) -> RefusalError:
    """Refuse as most json services do when a request cannot be met."""
    return RefusalError("ValidationException", message, 400)
