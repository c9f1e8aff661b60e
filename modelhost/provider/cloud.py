"""Configured access to AWS: region, account, default tags and the cached clients."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from functools import cached_property
from typing import Any

MAX_ATTEMPTS = 8
MAX_POOL_CONNECTIONS = 64
CONNECT_TIMEOUT_SECONDS = 10
READ_TIMEOUT_SECONDS = 70
PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
GLOBAL_SERVICE_REGIONS = {"ce": "us-east-1", "budgets": "us-east-1", "iam": "us-east-1"}


class WrongAccountError(Exception):
    """The credentials belong to an account that the provider's configuration does not allow."""


class Cloud:
    """Access to one account and region; clients are made once per service and shared by all threads."""

    def __init__(
        self,
        region: str = "",
        default_tags: Mapping[str, str] | None = None,
        allowed_account_ids: frozenset[str] = frozenset(),
        profile: str | None = None,
    ) -> None:
        self._region = region
        self.default_tags: Mapping[str, str] = dict(default_tags or {})
        self.allowed_account_ids = allowed_account_ids
        self._profile = profile
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.RLock()

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Cloud:
        """Read the provider's configuration, whose nested values may arrive as JSON text."""
        plain = {key: _parsed(value) for key, value in config.items()}
        tags = (plain.get("defaultTags") or {}).get("tags") or {}
        return cls(
            region=str(plain.get("region") or ""),
            default_tags={str(key): str(value) for key, value in _parsed(tags).items()},
            allowed_account_ids=frozenset(_account(each) for each in plain.get("allowedAccountIds") or ()),
            profile=plain.get("profile"),
        )

    @cached_property
    def region(self) -> str:
        """The configured region, else the environment's."""
        found = self._region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if found:
            return found
        return str(self._session.region_name or "us-east-1")

    @property
    def partition(self) -> str:
        """The partition that the region belongs to."""
        return next((name for prefix, name in PARTITIONS.items() if self.region.startswith(prefix)), "aws")

    @cached_property
    def account_id(self) -> str:
        """The account that the credentials belong to."""
        return str(self.client("sts").get_caller_identity()["Account"])

    def check_account(self) -> None:
        """Stop before the first call when the credentials belong to another account than allowed."""
        if self.allowed_account_ids and self.account_id not in self.allowed_account_ids:
            allowed = ", ".join(sorted(self.allowed_account_ids))
            raise WrongAccountError(f"the credentials are for account {self.account_id}; allowed are {allowed}")

    def client(self, service: str, region: str | None = None) -> Any:
        """Return the boto3 client of a service, made at the first call."""
        key = (service, region or GLOBAL_SERVICE_REGIONS.get(service, self.region))
        found = self._clients.get(key)
        if found is not None:
            return found
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._session.client(service, region_name=key[1], config=self._client_config)
            return self._clients[key]

    @cached_property
    def _session(self) -> Any:
        import boto3  # heavy, and a run without changes never calls AWS

        return boto3.Session(profile_name=self._profile, region_name=self._region or None)

    @cached_property
    def _client_config(self) -> Any:
        from botocore.config import Config

        return Config(
            retries={"mode": "standard", "max_attempts": MAX_ATTEMPTS},
            max_pool_connections=MAX_POOL_CONNECTIONS,
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            read_timeout=READ_TIMEOUT_SECONDS,
            user_agent_extra="modelhost",
        )


def _parsed(value: Any) -> Any:
    """Undo the JSON text that Pulumi makes of nested provider configuration."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def _account(value: Any) -> str:
    """Write an account id with its leading zeros, which a JSON number has lost."""
    return f"{value:012d}" if isinstance(value, int) else str(value)
