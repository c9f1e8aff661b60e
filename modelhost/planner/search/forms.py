"""Candidates of each form: the numbers of one setting, what the simulator runs, and the words that say it."""

from typing import Any

import numpy as np

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.crossed import Past, Plot, bounds_between
from modelhost.planner.search.room import Room
from modelhost.planner.search.timetable import entries

OUT_COOLDOWN_SECONDS = 60
"""After a scale-out; what exceeds the last one comes at once anyway."""
DIGITS = 3
"""Significant digits of a target: more are noise."""


def fixed(room: Room, count: int, form: Form = Form.FIXED) -> Candidate:
    """Return a count that never changes."""
    scaling: dict[str, Any] = {"strategy": "horizontal", "replicas": {"count": count}}
    if form is Form.VERTICAL:
        sizes = list(room.ladder or (room.offer.machine,))
        scaling = {"strategy": "vertical", "sizes": sizes, "replicas": {"count": count}}
    policy = Policy(Fixed(), Bounds.constant(count, count), count)
    return Candidate(form, room.offer.machine, policy, {"count": count}, scaling)


def scheduled(room: Room, past: Past, plot: Plot) -> Candidate:
    """Return counts that the clock sets, as *plot* learns them."""
    week, tried = past.learnt(plot, room), past.tried(plot, room)
    schedule = entries(week, "count", past.timezone)
    scaling: dict[str, Any] = {"strategy": "horizontal", "replicas": {"count": int(week[0])}}
    if schedule:
        scaling["schedule"] = schedule
    bounds = bounds_between(tried, tried)
    policy = Policy(Fixed(), bounds, int(bounds.low[0]))
    return Candidate(Form.SCHEDULED, room.offer.machine, policy, _plotted(plot), scaling)


def tracking(room: Room, metric: Metric, share: float, least: int, cooldown_seconds: int = 300) -> Candidate:
    """Return target tracking at *share* of what a replica bears, with never fewer than *least*."""
    low, high = _between(room, least)
    policy = Policy(_tracker(room, metric, share, cooldown_seconds), Bounds.constant(low, high), low)
    form = Form.INVOCATIONS if metric is Metric.INVOCATIONS else Form.CONCURRENCY
    settings = {"share": share, "least": low, "cooldown": cooldown_seconds}
    return Candidate(form, room.offer.machine, policy, settings, _auto(room, metric, share, cooldown_seconds, low))


def floors(room: Room, past: Past, plot: Plot, metric: Metric, share: float, cooldown_seconds: int = 300) -> Candidate:
    """Return tracking of *metric* above a floor that the clock moves, as *plot* learns it."""
    low, high = _between(room, room.least)
    week, tried = np.maximum(past.learnt(plot, room), low), np.maximum(past.tried(plot, room), low)
    scaling = _auto(room, metric, share, cooldown_seconds, int(week.min()))
    schedule = entries(week, "min", past.timezone)
    if schedule:
        scaling["schedule"] = schedule
    scaling["replicas"]["count"] = int(week[0])
    bounds = bounds_between(tried, np.full_like(tried, high))
    policy = Policy(_tracker(room, metric, share, cooldown_seconds), bounds, int(bounds.low[0]))
    settings = {**_plotted(plot), "metric": float(metric), "share": share, "cooldown": cooldown_seconds}
    return Candidate(Form.FLOORS, room.offer.machine, policy, settings, scaling)


def target_value(room: Room, metric: Metric, share: float) -> float:
    """Return *share* of what a replica of a large fleet bears, in the unit of *metric*."""
    full = room.replica_rps * 60 if metric is Metric.INVOCATIONS else room.at_once
    return float(f"{full * share:.{DIGITS}g}")


def _tracker(room: Room, metric: Metric, share: float, cooldown_seconds: int) -> TargetTracking:
    """Return the tracking that the words of `_auto` make."""
    return TargetTracking(
        metric, target_value(room, metric, share), float(OUT_COOLDOWN_SECONDS), float(cooldown_seconds)
    )


def _auto(room: Room, metric: Metric, share: float, cooldown_seconds: int, low: int) -> dict[str, Any]:
    """Return the scaling block of target tracking."""
    target = {
        "metric": metric.name.lower(),
        "value": target_value(room, metric, share),
        "scale_in_cooldown_seconds": cooldown_seconds,
        "scale_out_cooldown_seconds": OUT_COOLDOWN_SECONDS,
    }
    _, high = _between(room, low)
    return {"strategy": "auto", "replicas": {"count": max(1, low), "min": low, "max": high}, "target": target}


def _between(room: Room, least: int) -> tuple[int, int]:
    """Return the bounds of a tracking with at least *least* replicas."""
    low = max(room.least, least)
    return low, max(low, room.most)


def _plotted(plot: Plot) -> dict[str, float]:
    """Return the numbers of *plot*."""
    return {
        "rhythm": float(list(type(plot.rhythm)).index(plot.rhythm)),
        "quantile": plot.quantile,
        "safety": plot.safety,
    }
