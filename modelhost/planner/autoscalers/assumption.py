"""What nobody documents about an autoscaler, as numbers that can be tried out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from modelhost.planner.autoscalers.autoscaler import Autoscaler
from modelhost.planner.autoscalers.hpa import Hpa
from modelhost.planner.autoscalers.scale_to_zero import ScaleToZero
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import StepScaling
from modelhost.planner.autoscalers.target_tracking import TargetTracking


class Guess(NamedTuple):
    """A number that is assumed, and what else it may be."""

    what: str
    """What it says."""
    value: str
    """What is assumed, with its unit."""
    other_value: str
    """What it may be as well."""
    source: str
    """What is known about it."""
    other: Autoscaler
    """The autoscaler with the other value."""


LAG = "assumed: not documented; re:Post saw more than 5 min to a scale-out of 3 x 60 s"
MULTIPLIED = "assumed: AWS documents the alarms and the cooldowns, not the formula"


def assumptions(autoscaler: Autoscaler) -> tuple[Guess, ...]:
    """Return what is assumed about *autoscaler*, each with a variant that another simulation may try."""
    match autoscaler:
        case TargetTracking():
            return tuple(_tracking(autoscaler))
        case StepScaling():
            return tuple(_steps(autoscaler))
        case Several():
            return tuple(_several(autoscaler))
        case ScaleToZero():
            return tuple(_zero(autoscaler))
        case Hpa():
            return tuple(_pods(autoscaler))
    return ()


def _tracking(found: TargetTracking) -> Iterator[Guess]:
    """Yield what AWS does not document of target tracking."""
    for lag in (0.0, found.lag + 60.0):
        yield _seconds(found, "lag of the metric", "lag_seconds", found.lag, lag, LAG)
    missing = "assumed: 0 is reported; users see a scale-in long after the last request"
    yield _other(found, "a period without requests", "reported as 0", "missing", missing, zero_reported=False)
    counted = "after a cooldown those that still start too"
    yield _other(found, "the count multiplied", "who served", counted, MULTIPLIED, capacity_counts_starting=True)
    refused = "assumed: let through; an endpoint that is Updating may refuse it"
    yield _other(found, "a scale-out while replicas start", "let through", "waits", refused, waits_for_starting=True)
    once = "assumed: what the load needs, at once"
    yield _other(found, "one scale-in takes", "all at once", "one replica", once, largest_step_in=1)


def _steps(found: StepScaling) -> Iterator[Guess]:
    """Yield what AWS does not document of step scaling."""
    for more in (0.0, 60.0):
        later = tuple(
            replace(each, lag_seconds=more and (each.lag_seconds or each.metric.lag_seconds) + more)
            for each in found.policies
        )
        words = "none" if not more else "60 s more"
        yield Guess("lag of the metric", "the metric's own", words, LAG, replace(found, policies=later))


def _several(found: Several) -> Iterator[Guess]:
    """Yield what AWS does not document of each policy."""
    members: tuple[Any, ...] = found.trackings
    for place, tracking in enumerate(found.trackings):
        for guess in _tracking(tracking):
            changed = (*members[:place], guess.other, *members[place + 1 :])
            yield guess._replace(what=f"{guess.what} ({tracking.label})", other=replace(found, trackings=changed))
    for guess in _steps(StepScaling(found.policies)) if found.policies else ():
        steps: Any = guess.other
        yield guess._replace(other=replace(found, policies=steps.policies))


def _zero(found: ScaleToZero) -> Iterator[Guess]:
    """Yield what is not documented of an endpoint that sleeps."""
    measured = "AWS's alarm has 90 x 10 s; one measurement says 11 min"
    yield _seconds(found, "idle time until zero", "idle_seconds", found.idle_seconds, 660.0, measured)
    alarm = "67 s from the first failure to the alarm were measured, once"
    for lag in (0.0, 60.0):
        yield _seconds(found, "lag of the failures", "wake_lag_seconds", found.wake_lag_seconds, lag, alarm)


def _pods(found: Hpa) -> Iterator[Guess]:
    """Yield what depends on the adapter that brings an HPA its metric."""
    adapter = "assumed: depends on the scrape interval and on the adapter"
    for lag in (0.0, 90.0):
        yield _seconds(found, "age of the metric", "lag_seconds", found.lag_seconds, lag, adapter)
    yield _seconds(found, "window of the metric", "window_seconds", found.window_seconds, 120.0, adapter)


def _seconds(found: Any, what: str, name: str, now: float, other: float, source: str) -> Guess:
    """Return the guess about a time, the field *name* of *found*."""
    return Guess(what, f"{now:g} s", f"{other:g} s", source, replace(found, **{name: other}))


def _other(found: Any, what: str, value: str, other_value: str, source: str, **changes: object) -> Guess:
    """Return the guess about a choice, with the *changes* that make the other one."""
    return Guess(what, value, other_value, source, replace(found, **changes))
