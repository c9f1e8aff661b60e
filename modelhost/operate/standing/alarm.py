"""Alarms: how many watch an endpoint, which one fires, and whom they tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.fact import Fact


class AlarmFact(Fact):
    """The alarms of one endpoint."""

    states: dict[str, int]
    """How many alarms are in each state."""
    firing: tuple[str, ...] = ()
    """Names of those in ALARM."""
    muted: int = 0
    """How many tell nobody just now."""
    topics: tuple[str, ...] = ()
    """ARNs of the topics that they tell."""

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.states.values())


def alarms_of(cloud: Cloud, endpoints: Iterable[str]) -> list[dict[str, Any]]:
    """Ask for every alarm whose name starts with the name of one of *endpoints*."""
    paginator = cloud.client("cloudwatch").get_paginator("describe_alarms")
    found: dict[str, dict[str, Any]] = {}
    for name in endpoints:
        for page in paginator.paginate(AlarmNamePrefix=f"{name}-", AlarmTypes=["MetricAlarm", "CompositeAlarm"]):
            alarms = [*(page.get("MetricAlarms") or []), *(page.get("CompositeAlarms") or [])]
            found |= {alarm["AlarmName"]: alarm for alarm in alarms}
    return list(found.values())


def alarm_facts(alarms: Sequence[Mapping[str, Any]], endpoints: Iterable[str]) -> dict[str, AlarmFact]:
    """Sort *alarms* by the endpoint whose name they start with; the longest name wins."""
    return {name: alarm_fact(theirs) for name, theirs in by_owner(alarms, endpoints).items()}


def by_owner(alarms: Iterable[Mapping[str, Any]], endpoints: Iterable[str]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the alarms of each endpoint; one endpoint's name may begin another's."""
    longest_first = sorted(endpoints, key=len, reverse=True)
    owned: dict[str, list[Mapping[str, Any]]] = {name: [] for name in longest_first}
    for alarm in alarms:
        owner = next((name for name in longest_first if alarm["AlarmName"].startswith(f"{name}-")), None)
        if owner is not None:
            owned[owner].append(alarm)
    return owned


def alarm_fact(alarms: Sequence[Mapping[str, Any]]) -> AlarmFact:
    """Sum up the alarms of one endpoint."""
    return AlarmFact(
        states=dict(sorted(Counter(alarm["StateValue"] for alarm in alarms).items())),
        firing=tuple(sorted(alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "ALARM")),
        muted=sum(1 for alarm in alarms if not alarm.get("ActionsEnabled", True)),
        topics=tuple(sorted({arn for alarm in alarms for arn in alarm.get("AlarmActions") or []})),
    )
