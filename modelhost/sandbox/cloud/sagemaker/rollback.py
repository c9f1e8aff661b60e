"""Automatic rollback: which of a deployment's alarms went off while it was under way, and since when."""

from __future__ import annotations

from typing import Any, NamedTuple

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.cloud import Cloud

REASON = (
    "The deployment was rolled back because the following alarm(s) of its AutoRollbackConfiguration were in ALARM "
    "state: [{names}]."
)


class Tripped(NamedTuple):
    """The alarms that went off, and when the first of them did."""

    names: tuple[str, ...]
    since: float

    @property
    def reason(self) -> str:
        """Word it as the failure reason."""
        return REASON.format(names=", ".join(self.names))


def tripped(cloud: Cloud, region: str, deployment: dict[str, Any], started: float, ends: float) -> Tripped | None:
    """Say which of a deployment's alarms are in ALARM and were so before its end; None when none is."""
    found: dict[str, float] = {}
    for alarm in deployment.get("AutoRollbackConfiguration", {}).get("Alarms", []):
        since = _alarm_since(cloud, region, alarm.get("AlarmName", ""))
        if since is not None and since <= ends:
            found[alarm["AlarmName"]] = max(since, started)
    return Tripped(tuple(found), min(found.values())) if found else None


def _alarm_since(cloud: Cloud, region: str, name: str) -> float | None:
    record = cloud.shelf(ALARMS).get((region, name))
    if record is None or record.fields.get("StateValue") != "ALARM":
        return None
    return float(record.fields.get("StateUpdatedTimestamp") or record.created)
