"""Alarms on how fast an endpoint uses up its error budget, over a long and a short window at once.

A long window alone fires late and stays red; a short one alone fires at noise. Both together page for what would
use 2 % of a month's budget in an hour, and open a ticket for 5 % in six.
"""

from typing import NamedTuple

from components.alarm import Alarm, Composite, Metric, Missing, Of, Urgency

FEWEST_REQUESTS = 10
"""A window with fewer requests says nothing: one failure among three is no trend."""
HIGHEST_RATE = 0.9
"""A budget so large that its burn exceeds this still alarms when nearly everything fails."""


class Failures(NamedTuple):
    """The metrics by which failed requests are counted."""

    failed: str
    """Requests that failed."""
    requests: str
    """All requests."""
    of: Of = Of.VARIANT
    """What both are measured of."""
    variant: str | None = None
    """The variant, when it is not the one that scales."""


SERVER_FAILURES = Failures("Invocation5XXErrors", "Invocations")


class Burn(NamedTuple):
    """One pair of windows."""

    urgency: Urgency
    """Who has to act."""
    factor: float
    """How many times faster than allowed the budget is used."""
    long_seconds: int
    """The long window."""
    short_seconds: int
    """The short window."""


BURNS = (
    Burn(Urgency.PAGE, 14.4, 3600, 300),
    Burn(Urgency.TICKET, 6.0, 21600, 1800),
)


def failure_rate(failures: Failures) -> tuple[str, dict[str, Metric]]:
    """Return the expression for the fraction of requests that failed, and its metrics."""
    metrics = {
        "errors": Metric(failures.failed, "Sum", of=failures.of, variant=failures.variant),
        "requests": Metric(failures.requests, "Sum", of=failures.of, variant=failures.variant),
    }
    return f"IF(requests >= {FEWEST_REQUESTS}, errors / requests, 0)", metrics


def burn_alarms(error_rate: float, failures: Failures = SERVER_FAILURES) -> tuple[list[Alarm], list[Composite]]:
    """Return the window alarms and the composites that notify, for a promised *error_rate*."""
    windows = [
        _window(burn, seconds, error_rate, failures)
        for burn in BURNS
        for seconds in (burn.long_seconds, burn.short_seconds)
    ]
    return windows, [_composite(burn, error_rate) for burn in BURNS]


def _window(burn: Burn, seconds: int, error_rate: float, failures: Failures) -> Alarm:
    """Return the alarm on one window; it notifies nobody by itself."""
    expression, metrics = failure_rate(failures)
    return Alarm(
        what=_window_name(burn, seconds),
        title=f"Errors over {_words(seconds)} burn the budget {burn.factor:g} times too fast",
        metrics=metrics,
        expression=expression,
        threshold=min(burn.factor * error_rate, HIGHEST_RATE),
        period_seconds=seconds,
        periods=1,
        breaching_periods=1,
        missing=Missing.NOT_BREACHING,  # no traffic burns no budget
        urgency=burn.urgency,
        part_of=_composite_name(burn),
    )


def _composite(burn: Burn, error_rate: float) -> Composite:
    """Return the alarm that both windows together raise."""
    return Composite(
        what=_composite_name(burn),
        title=f"The error budget of {error_rate:.3%} is burning {burn.factor:g} times too fast",
        of=(_window_name(burn, burn.long_seconds), _window_name(burn, burn.short_seconds)),
        urgency=burn.urgency,
    )


def _composite_name(burn: Burn) -> str:
    """Return the last part of a composite alarm's name."""
    return f"burn-{burn.urgency}"


def _window_name(burn: Burn, seconds: int) -> str:
    """Return the last part of a window alarm's name."""
    return f"{_composite_name(burn)}-{_words(seconds)}"


def _words(seconds: int) -> str:
    """Write a window the way people do."""
    return f"{seconds // 3600}h" if seconds % 3600 == 0 else f"{seconds // 60}m"
