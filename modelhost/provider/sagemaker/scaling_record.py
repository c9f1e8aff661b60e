"""The record of an update in flight: what must be put back when the update, or the process, fails.

It lives in the SSM parameter `/modelhost/update/<endpoint>` as JSON, gzip, base64; `modelhost recover` reads the same.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import EndpointError, error_code, is_missing
from modelhost.provider.sagemaker.scaling_request import Answer

ROOT = "/modelhost/update/"
VERSION = 1
STANDARD_TIER_BYTES = 4096
ADVANCED_TIER_BYTES = 8192


@dataclass(frozen=True)
class ScalingRecord:
    """The scaling of an endpoint, and its instances, before an update touched them."""

    endpoint: str
    started_at: str
    """When the update began, ISO 8601, UTC."""
    from_config: str
    to_config: str
    targets: tuple[Answer, ...] = ()
    policies: tuple[Answer, ...] = ()
    scheduled_actions: tuple[Answer, ...] = ()
    counts: Mapping[str, int] | None = None
    """Desired instances by variant; none may have fewer afterwards."""
    muted_alarms: tuple[str, ...] = ()
    concurrency: Mapping[str, int] = field(default_factory=dict)
    """Provisioned concurrency of the serverless variants that an autoscaler owns."""

    def with_counts_at_least(self, counts: Mapping[str, int]) -> "ScalingRecord":
        """The record after the autoscaler acted between the look and the deregistration."""
        known = self.counts or {}
        return replace(self, counts={**known, **{v: max(n, known.get(v, 0)) for v, n in counts.items()}})

    def with_concurrency_at_least(self, concurrency: Mapping[str, int]) -> "ScalingRecord":
        """The same for provisioned concurrency, of the variants that are in the record."""
        known = self.concurrency
        return replace(self, concurrency={v: max(n, concurrency.get(v, 0)) for v, n in known.items()})


def merged(left_over: ScalingRecord | None, captured: ScalingRecord) -> ScalingRecord:
    """The captured record, completed by what an earlier run took away and could not put back yet."""
    if left_over is None:
        return captured
    return replace(
        captured.with_counts_at_least(left_over.counts or {}),
        targets=_union(left_over.targets, captured.targets, "ScalableDimension"),
        policies=_union(left_over.policies, captured.policies, "PolicyName"),
        scheduled_actions=_union(left_over.scheduled_actions, captured.scheduled_actions, "ScheduledActionName"),
        muted_alarms=tuple(dict.fromkeys((*left_over.muted_alarms, *captured.muted_alarms))),
        concurrency={**captured.concurrency, **left_over.concurrency},
    ).with_concurrency_at_least(captured.concurrency)


def encode(record: ScalingRecord) -> str:
    """The text of the parameter."""
    plain = {
        "version": VERSION,
        "endpoint": record.endpoint,
        "startedAt": record.started_at,
        "fromConfig": record.from_config,
        "toConfig": record.to_config,
        "targets": list(record.targets),
        "policies": list(record.policies),
        "scheduledActions": list(record.scheduled_actions),
        "counts": dict(record.counts or {}),
        "mutedAlarms": list(record.muted_alarms),
        **({"concurrency": dict(record.concurrency)} if record.concurrency else {}),
    }
    text = json.dumps(plain, default=_time_text, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def decode(text: str) -> ScalingRecord:
    """The record of a parameter's text; one of another version is refused rather than guessed at."""
    plain = json.loads(gzip.decompress(base64.b64decode(text)))
    if plain.get("version") != VERSION:
        raise EndpointError(
            f"the record of an update in flight has version {plain.get('version')!r}, this modelhost reads {VERSION}; "
            f"finish the update with the modelhost that began it"
        )
    return ScalingRecord(
        endpoint=plain["endpoint"],
        started_at=plain["startedAt"],
        from_config=plain["fromConfig"],
        to_config=plain["toConfig"],
        targets=tuple(plain["targets"]),
        policies=tuple(plain["policies"]),
        scheduled_actions=tuple(plain["scheduledActions"]),
        counts=plain["counts"],
        muted_alarms=tuple(plain["mutedAlarms"]),
        concurrency=plain.get("concurrency") or {},
    )


def save(client: Any, record: ScalingRecord, *, replacing: bool) -> None:
    """Write the record; when none should be there yet, one that is means a second update of the same endpoint."""
    text = encode(record)
    if len(text) > ADVANCED_TIER_BYTES:
        raise EndpointError(
            f"the scaling of endpoint {record.endpoint} needs {len(text)} bytes to be recorded, SSM keeps "
            f"{ADVANCED_TIER_BYTES}; remove scaling policies or scheduled actions before updating it"
        )
    tier = "Standard" if len(text) <= STANDARD_TIER_BYTES else "Advanced"
    try:
        client.put_parameter(Name=ROOT + record.endpoint, Value=text, Type="String", Tier=tier, Overwrite=replacing)
    except ClientError as error:
        if error_code(error) != "ParameterAlreadyExists":
            raise
        if load(client, record.endpoint) != decode(text):
            raise EndpointError(
                f"another update of endpoint {record.endpoint} is in flight; run `pulumi up` again when it has ended"
            ) from error


def load(client: Any, endpoint: str) -> ScalingRecord | None:
    """The record of an update that has not ended, if there is one."""
    try:
        return decode(client.get_parameter(Name=ROOT + endpoint)["Parameter"]["Value"])
    except ClientError as error:
        if is_missing(error):
            return None
        raise


def delete(client: Any, endpoint: str) -> None:
    """Forget the record; one that is gone is no error."""
    try:
        client.delete_parameter(Name=ROOT + endpoint)
    except ClientError as error:
        if not is_missing(error):
            raise


def left_over(client: Any) -> frozenset[str]:
    """The endpoints whose last update did not end, in one question."""
    pages = client.get_paginator("get_parameters_by_path").paginate(Path=ROOT, Recursive=True)
    return frozenset(each["Name"].removeprefix(ROOT) for page in pages for each in page["Parameters"])


def _union(first: Iterable[Answer], second: Iterable[Answer], key: str) -> tuple[Answer, ...]:
    """Both, the second winning where both have the same thing."""
    return tuple({(item["ResourceId"], item[key]): item for item in (*first, *second)}.values())


def _time_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in a record")
