"""Hourly prices of SageMaker machines."""

from typing import NamedTuple


class HourlyPrice(NamedTuple):
    """A price with its provenance."""

    usd: float
    """US dollars per hour."""
    source: str
    """Where the figure comes from, with its date."""
    note: str
    """What to know before trusting it; empty when nothing."""


def hourly_price(machine: str, region: str) -> HourlyPrice | None:
    """Return the on-demand price of *machine* in *region* with its provenance; none when unknown."""
    return None


def usd_per_hour(machine: str, region: str) -> float | None:
    """Return the on-demand price of *machine* in *region*; none when unknown."""
    price = hourly_price(machine, region)
    return None if price is None else price.usd
