"""Clients for one region, with bounded retries, and the few ways this room reads from AWS."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

MAX_ATTEMPTS = 6
CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 70
GLOBAL_REGION = "us-east-1"
"""Where the billing services live."""
BILLING_SERVICES = frozenset({"budgets", "ce"})
ABSENT_WORDS = ("NotFound", "NoSuch", "not found", "Could not find", "does not exist", "DoesNotExist", "404")
"""How the services say that something is not there."""
DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


class Cloud:
    """Access to one region of the account that the credentials belong to."""

    def __init__(self, region: str) -> None:
        """Make no call yet."""
        self.region = region
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._session: Any = boto3.Session(region_name=region)

    def client(self, service: str) -> Any:
        """Return the one client of *service*."""
        with self._lock:
            if service not in self._clients:
                config = Config(
                    retries={"mode": "standard", "max_attempts": MAX_ATTEMPTS},
                    connect_timeout=CONNECT_TIMEOUT_SECONDS,
                    read_timeout=READ_TIMEOUT_SECONDS,
                    user_agent_extra="modelhost",
                )
                region = GLOBAL_REGION if service in BILLING_SERVICES else self.region
                self._clients[service] = self._session.client(service, region_name=region, config=config)
            return self._clients[service]

    @cached_property
    def account_id(self) -> str:
        """Number of the account."""
        return str(self.client("sts").get_caller_identity()["Account"])

    def items(self, service: str, operation: str, key: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Yield what *operation* lists under *key*, over all pages."""
        client = self.client(service)
        if client.can_paginate(operation):
            for page in client.get_paginator(operation).paginate(**parameters):
                yield from page.get(key) or []
        else:
            yield from getattr(client, operation)(**parameters).get(key) or []


def absent(error: ClientError) -> bool:
    """Tell whether *error* says that the thing asked for is not there."""
    detail = error.response.get("Error", {})
    text = f"{detail.get('Code', '')} {detail.get('Message', '')}"
    return any(word in text for word in ABSENT_WORDS)


def denied(error: ClientError) -> bool:
    """Tell whether *error* says that the credentials may not ask."""
    return error.response.get("Error", {}).get("Code") in DENIED


def found(call: Callable[..., Mapping[str, Any]], **parameters: Any) -> Mapping[str, Any] | None:
    """Return what *call* answers, none when the thing is not there."""
    try:
        return call(**parameters)
    except ClientError as error:
        if absent(error):
            return None
        raise


def tags_of(listed: list[Mapping[str, str]] | None) -> dict[str, str]:
    """Return a service's list of Key and Value as a mapping."""
    return {tag["Key"]: tag["Value"] for tag in listed or []}
