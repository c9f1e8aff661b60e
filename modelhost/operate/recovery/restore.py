"""Putting back what an interrupted update had taken away; every step may run twice."""

from __future__ import annotations

import time
from collections.abc import Callable

from modelhost.operate.cloud import Cloud
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.alarm import unmute
from modelhost.operate.recovery.concurrency import raise_concurrency
from modelhost.operate.recovery.record import Record
from modelhost.operate.recovery.scaling import Captured, put
from modelhost.operate.recovery.subject import Live, Subject, subject_of

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 15.0

Pause = Callable[[float], object]


class StillMovingError(OperateError):
    """The endpoint did not settle within the time given."""


def restore(cloud: Cloud, record: Record, patience_seconds: float, pause: Pause = time.sleep) -> list[str]:
    """Let the alarms speak, wait for the endpoint, put instances and scaling back; return what was done.

    The record goes last, and stays when the endpoint serves nobody: the next `pulumi up` makes it serve, and needs it.
    """
    subject = subject_of(record.endpoint)
    done = unmute(cloud, record.muted_alarms)
    live = settled(cloud, subject, patience_seconds, pause)
    if live is None or not live.serving:
        state = "gone" if live is None else live.status
        return [*done, f"it is {state}, so its scaling stays recorded; `pulumi up` makes it serve and puts that back"]
    done += _raise_counts(cloud, subject, record, live) + raise_concurrency(cloud, record)
    settled(cloud, subject, patience_seconds, pause)
    captured = Captured(record.targets, record.policies, record.scheduled_actions)
    done += put(cloud, captured.of(subject.scalable(cloud, live)))
    cloud.client("ssm").delete_parameter(Name=record.parameter)
    return done


def settled(cloud: Cloud, subject: Subject, patience_seconds: float, pause: Pause = time.sleep) -> Live | None:
    """Return how *subject* stands once nothing moves, none when there is no such thing."""
    waited, step = 0.0, FIRST_PAUSE_SECONDS
    while True:
        live = subject.look(cloud)
        if live is None or not live.moving:
            return live
        if waited >= patience_seconds:
            raise StillMovingError(
                f"{subject.noun} {subject.name} is still {live.status} after {waited:.0f} s; run again"
            )
        pause(step)
        waited, step = waited + step, min(step * 1.5, LONGEST_PAUSE_SECONDS)


def _raise_counts(cloud: Cloud, subject: Subject, record: Record, live: Live) -> list[str]:
    """Bring back instances that the update lost; never take any away."""
    short = {name: count for name, count in record.counts.items() if live.counts.get(name, count) < count}
    if short:
        subject.set_counts(cloud, short)
    return [f"{UNITS[subject.noun]} of {name} raised to {count}" for name, count in short.items()]


UNITS = {"endpoint": "instances", "inference component": "copies"}
"""What is counted of each."""
