"""The record that our provider keeps of an endpoint's scaling while it updates the endpoint."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.problem import OperateError

ROOT = "/modelhost/update/"
VERSION = 1


class RecordError(OperateError):
    """A record that this version cannot read."""


@dataclass(frozen=True)
class Record:
    """Scaling, instances and muted alarms of an endpoint as they were before its update."""

    endpoint: str
    started_at: str
    from_config: str
    to_config: str
    targets: tuple[dict[str, Any], ...]
    policies: tuple[dict[str, Any], ...]
    scheduled_actions: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    muted_alarms: tuple[str, ...]
    concurrency: dict[str, int]

    @property
    def parameter(self) -> str:
        """Name of the SSM parameter that holds it."""
        return ROOT + self.endpoint

    def plain(self) -> dict[str, Any]:
        """Return what a listing shows."""
        return {
            "endpoint": self.endpoint,
            "startedAt": self.started_at,
            "fromConfig": self.from_config,
            "toConfig": self.to_config,
            "targets": len(self.targets),
            "policies": len(self.policies),
            "scheduledActions": len(self.scheduled_actions),
            "counts": self.counts,
            "mutedAlarms": list(self.muted_alarms),
        }


def decode(text: str) -> Record:
    """Read a record from the parameter's *text*."""
    try:
        plain = json.loads(gzip.decompress(base64.b64decode(text)))
        version = plain["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(
            f"the record of an update cannot be read ({error}); restore the scaling with pulumi up"
        ) from error
    if version != VERSION:
        raise RecordError(
            f"the record of an update has version {version}, this modelhost reads {VERSION}; use the newer"
        )
    return Record(
        endpoint=plain["endpoint"],
        started_at=plain["startedAt"],
        from_config=plain["fromConfig"],
        to_config=plain["toConfig"],
        targets=tuple(plain["targets"]),
        policies=tuple(plain["policies"]),
        scheduled_actions=tuple(plain["scheduledActions"]),
        counts=dict(plain["counts"] or {}),
        muted_alarms=tuple(plain["mutedAlarms"]),
        concurrency=dict(plain.get("concurrency") or {}),
    )


def records(cloud: Cloud, endpoints: Iterable[str]) -> list[Record]:
    """Return the records left over for *endpoints*; a component is named `component/<name>`."""
    wanted = {ROOT + name for name in endpoints}
    listed = cloud.items("ssm", "get_parameters_by_path", "Parameters", Path=ROOT.rstrip("/"), Recursive=True)
    return [decode(each["Value"]) for each in listed if each["Name"] in wanted]
