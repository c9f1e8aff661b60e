"""`--what-if load=2x,startup=300,price=spot`: the question asked again with other numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from modelhost.operate.problem import OperateError

PRICES = ("on-demand", "spot", "committed")
UNITS = {"load": "x", "startup": " s", "service": "x", "interruptions": " an hour"}
MOST_LOAD, MOST_SERVICE = 1e12, 1e6
"""Largest factors that are read; a load or a service that no fleet bears is refused by what it needs."""
MOST_INTERRUPTIONS = 60.0
"""Interruptions of a replica per hour; AWS gives notice of two minutes, so that there are never more than 30."""
MOST_STARTUP_SECONDS = 86_400.0
"""A start-up is not longer than a day."""
MOST_ZONES = 6
"""No region has more availability zones."""


class AboveError(ValueError):
    """A number is larger than what is planned for; its text is the most that is."""


@dataclass(frozen=True)
class WhatIf:
    """What is different from what was measured; none where nothing is."""

    load: float | None = None
    """Factor on the load."""
    startup: float | None = None
    """Start-up time in seconds."""
    price: str | None = None
    """`on-demand`, `spot` or `committed`."""
    service: float | None = None
    """Factor on the service time."""
    zones: int | None = None
    """Availability zones."""
    interruptions: float | None = None
    """Interruptions of a spot replica per hour."""
    failures: float | None = None
    """Share of the launches that find no machine."""

    @property
    def said(self) -> dict[str, str]:
        """It in words, by what is changed."""
        given = {name: value for name, value in vars(self).items() if value is not None}
        return {name: f"{value:g}{UNITS.get(name, '')}" if name != "price" else value for name, value in given.items()}


def factor(text: str, most: float) -> float:
    """Read a factor such as 2x, 1.5 or 150%."""
    value = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text.removesuffix("x"))
    return positive(value, most)


def positive(value: float, most: float) -> float:
    """Return *value* if it is above 0 and finite; AboveError when it is more than *most*."""
    if not 0 < value < float("inf"):
        raise ValueError(value)
    if value > most:
        raise AboveError(f"{most:g}")
    return value


def price(text: str) -> str:
    """Return a price option."""
    if text not in PRICES:
        raise ValueError(text)
    return text


def rate(text: str) -> float:
    """Read a rate such as 0.02 or 0."""
    value = float(text)
    return value if value == 0 else positive(value, MOST_INTERRUPTIONS)


def fraction(text: str) -> float:
    """Read a share below one such as 10% or 0.1."""
    value = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    if not 0 <= value < 1:
        raise ValueError(value)
    return value


def zones(text: str) -> int:
    """Return a number of zones."""
    return round(positive(int(text), MOST_ZONES))


def seconds(text: str) -> float:
    """Read a time such as 300, 300s or 5m."""
    unit = 60.0 if text.endswith("m") else 1.0
    return positive(float(text.rstrip("sm")) * unit, MOST_STARTUP_SECONDS)


READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "load": (partial(factor, most=MOST_LOAD), "a factor such as 2x"),
    "startup": (seconds, "seconds such as 300"),
    "price": (price, f"one of {', '.join(PRICES)}"),
    "service": (partial(factor, most=MOST_SERVICE), "a factor such as 1.2x"),
    "zones": (zones, "a whole number such as 2"),
    "interruptions": (rate, "a number per hour such as 0.02"),
    "failures": (fraction, "a share of the launches such as 10%"),
}


def read(text: str | None) -> WhatIf:
    """Return what *text* says; OperateError that names everything wrong in it."""
    found: dict[str, Any] = {}
    problems = []
    for part in filter(None, (text or "").replace(" ", "").split(",")):
        name, _, value = part.partition("=")
        if name not in READERS:
            problems.append(f"{name!r} is not known; use {', '.join(READERS)}")
            continue
        reader, wanted = READERS[name]
        try:
            found[name] = reader(value)
        except AboveError as error:
            problems.append(
                f"{name}={value!r} is more than the {error}{UNITS.get(name, '')} that are planned for, give less"
            )
        except (ValueError, OverflowError):
            problems.append(f"{name}={value!r} is not {wanted}")
    if "interruptions" in found and found.get("price") != "spot":
        problems.append("interruptions are those of spot; add price=spot")
    if problems:
        raise OperateError(f"--what-if: {'; '.join(problems)}")
    return WhatIf(**found)
