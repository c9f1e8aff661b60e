"""A schedule as KEDA's cron triggers, which hold a number between a start and an end.

For workloads on Kubernetes, whose scaled objects carry the triggers; SageMaker has no use of it.
"""

from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from modelhost.spec import dialect
from modelhost.spec.at import Weekly
from modelhost.spec.calendar import Firing, firings
from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.week import WEEK, WINTER

LOOK_DAYS = 15
"""A week, and the next firing after its last."""


class CronTrigger(NamedTuple):
    """One trigger of KEDA's cron scaler."""

    timezone: str
    """IANA time zone of both times."""
    start: str
    """Five cron fields from which the number holds."""
    end: str
    """Five cron fields at which it ends."""
    desired: int
    """Replicas in between."""


def triggers(scaling: ScalingSpec) -> list[CronTrigger]:
    """Return the triggers that lift the floor above its base; ValueError for what KEDA cannot say."""
    entries = [entry for _, entry in scaling.entries()]
    for entry in entries:
        entry.unix_cron()
    zones = sorted({entry.timezone for entry in entries})
    if len(zones) > 1:
        raise ValueError(f"a trigger of KEDA has one time zone, and the schedule has {' and '.join(zones)}; use one")
    base, _ = scaling.base().or_one()
    lifted = [(start, end) for start, end in _spans(scaling) if start.min is not None and start.min > base]
    return [_trigger(zones[0], spans) for spans in _alike(lifted)]


def _spans(scaling: ScalingSpec) -> list[tuple[Firing, Firing]]:
    """Return each firing of a week with the firing that ends it."""
    floors = [each for each in firings(scaling, WINTER, LOOK_DAYS) if each.min is not None]
    return [(start, end) for start, end in pairwise(floors) if start.moment < WINTER + WEEK]


def _alike(spans: list[tuple[Firing, Firing]]) -> list[list[tuple[Firing, Firing]]]:
    """Return the spans by entry, length in days and times: what one trigger can hold on several days."""
    groups: dict[tuple[object, ...], list[tuple[Firing, Firing]]] = {}
    for start, end in spans:
        days = (end.moment.date() - start.moment.date()).days
        groups.setdefault((start.place, days, end.moment.time()), []).append((start, end))
    return list(groups.values())


def _trigger(timezone: str, spans: list[tuple[Firing, Firing]]) -> CronTrigger:
    """Return the trigger of *spans*, which differ in their days only."""
    start, end = _weekly([start.moment for start, _ in spans]), _weekly([end.moment for _, end in spans])
    return CronTrigger(timezone, dialect.unix(start), dialect.unix(end), spans[0][0].min or 0)


def _weekly(moments: list[datetime]) -> Weekly:
    """Return the time of the week of *moments*, which have one time of day."""
    days = frozenset(moment.weekday() for moment in moments)
    return Weekly(days, moments[0].hour, moments[0].minute)
