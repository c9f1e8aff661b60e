"""Numbers in the words of a report."""

import math

LEAST_MISSING = 5e-6
"""Share below which nothing is missing."""
MOST_DIGITS = 5
"""Digits that tell two numbers apart at most."""


def usd(value: float) -> str:
    """Return *value* as US dollars a month."""
    if not math.isfinite(value):
        return "no price"
    return f"{value:,.0f} USD a month" if value >= 100 else f"{value:,.2f} USD a month"


def share(value: float, beside: float | None = None) -> str:
    """Return a share near one as a percentage, with as many digits as its distance from one needs.

    More where *beside*, the share that it is compared with, would read the same.
    """
    missing = 1 - value
    if missing < LEAST_MISSING:
        return "100 %"
    digits = 1 if missing >= 0.005 else 2 if missing >= 0.0005 else 3
    while beside is not None and value != beside and digits < MOST_DIGITS:
        if f"{100 * value:.{digits}f}" != f"{100 * beside:.{digits}f}":
            break
        digits += 1
    return f"{100 * value:.{digits}f} %"


def times(factor: float) -> str:
    """Return a multiple in two digits, more where they would say one of what is not one."""
    digits = 2
    while float(f"{factor:.{digits}g}") == 1 and factor != 1 and digits < MOST_DIGITS:
        digits += 1
    return f"{factor:.{digits}g}"


def saving(before: float, after: float) -> str:
    """Return what *after* saves of *before*."""
    part = (before - after) / before if before else 0.0
    return f"{usd(before - after)} ({100 * part:.0f} %)"


def replicas(mean: float, most: int) -> str:
    """Return numbers of replicas."""
    return f"{mean:.1f} replicas on the mean, {most} at most"
