"""Hourly prices of machines: refreshed or listed where known, else by the ratio that listed prices follow."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from modelhost.catalog.data import table
from modelhost.catalog.machine import SAGEMAKER
from modelhost.catalog.overlay import overlay

BASE = "us-east-1"
SMALL_GPU = ("g4dn", "g5", "g6", "g6e")
LAW = {
    "g4dn g5 g6 g6e g7e": 1.25,
    "p4d p5": 1.15,
    "t3 m5 c5 c7i inf2": 1.20,
}
EXTRAPOLATED = {"g": 1.25, "p": 1.15}
"""Ratio by the family's first letter where no listed price confirms it; 1.20 for all others."""


class HourlyPrice(NamedTuple):
    """A price with its provenance."""

    usd: float
    """US dollars per hour, on demand."""
    source: str
    """Where the figure comes from, with its date."""
    note: str
    """What to know before trusting it; empty when nothing."""
    day: str
    """The day that it was true, such as 2026-07-20."""

    def age_days(self, today: date) -> int:
        """Return how many days old it is on the day *today*."""
        return (today - date.fromisoformat(self.day)).days


class Ec2Price(NamedTuple):
    """What the same machine costs at EC2."""

    usd: float
    """US dollars per hour, on demand."""
    reserved_usd: float | None
    """The same when reserved for a year; none when not known."""
    region: str
    """Region that the figures are of."""
    day: str
    """The day that they were true."""


def hourly_price(machine: str, region: str) -> HourlyPrice | None:
    """Return the on-demand price of *machine* in *region* with its provenance; none when unknown."""
    found = _refreshed(machine, region)
    if found is None and not machine.startswith(SAGEMAKER):
        return _ec2(machine, region, 1.0, "")
    return found or _listed(machine, region) or _by_law(machine, region) or _elsewhere(machine, region)


def usd_per_hour(machine: str, region: str) -> float | None:
    """Return the on-demand price of *machine* in *region*; none when unknown."""
    price = hourly_price(machine, region)
    return None if price is None else price.usd


def ec2_price(name: str, region: str) -> Ec2Price | None:
    """Return EC2's price of the type *name*, of *region* where known, else of us-east-1; none when neither is."""
    regional = table("ec2_prices")["by_region"].get(name, {}).get(region)
    dated = table("ec2_prices")["date_by_region"]
    base = table("ec2_prices")["us_east_1"].get(name)
    if regional is not None and (region != BASE or base is None):
        return Ec2Price(regional[0], regional[1] if len(regional) > 1 else None, region, dated)
    return None if base is None else Ec2Price(base, None, BASE, table("ec2_prices")["date"])


def reserved_ratio(name: str, region: str) -> float | None:
    """Return what a year's reservation of the EC2 type *name* costs over its on-demand price; none when unknown.

    Of *region* where known, else of the first region that is, since ratios differ little between them.
    """
    regions = table("ec2_prices")["by_region"].get(name, {})
    known = {where: prices[1] / prices[0] for where, prices in regions.items() if len(prices) > 1}
    return known.get(region, next(iter(known.values()), None))


def _refreshed(machine: str, region: str) -> HourlyPrice | None:
    """Return the price that the user read from AWS."""
    found = overlay().regions.get(region)
    if found is None or machine not in found.prices:
        return None
    return HourlyPrice(found.prices[machine], f"AWS price list, refreshed on {found.date}", "", found.date)


def _listed(machine: str, region: str) -> HourlyPrice | None:
    """Return the price that AWS lists for *machine* in *region*."""
    entry = table("prices")["listed"].get(machine, {}).get(region)
    return HourlyPrice(entry[0], f"AWS price list of {entry[1]}", "", entry[1]) if entry else None


def _by_law(machine: str, region: str) -> HourlyPrice | None:
    """Return EC2's price times SageMaker's ratio; none where a price is listed for another region only."""
    ratio, fitted = _ratio(machine)
    doubt = "" if fitted else f"ratio {ratio:.2f} not confirmed for this family"
    found = ec2_price(machine.removeprefix(SAGEMAKER), region)
    if found is None or (found.region != region and machine in table("prices")["listed"]):
        return None
    return _ec2(machine, region, ratio, doubt)


def _ec2(machine: str, region: str, ratio: float, doubt: str) -> HourlyPrice | None:
    """Return EC2's price of *machine*'s type times *ratio*."""
    found = ec2_price(machine.removeprefix(SAGEMAKER), region)
    if found is None:
        return None
    where = f" in {BASE}" if found.day == table("ec2_prices")["date"] else ""
    times = f" x {ratio:.2f}" if machine.startswith(SAGEMAKER) else ""
    notes = [*_other_region(found.region, region), *([doubt] if doubt else [])]
    source = f"EC2 price of {found.day}{where}{times}"
    return HourlyPrice(round(found.usd * ratio, 4), source, "; ".join(notes), found.day)


def _other_region(known: str, region: str) -> Iterator[str]:
    """Say that a price of *known* stands in for one of *region*, when it does."""
    if known != region:
        yield f"price of {known}; none is known for {region}"


def _elsewhere(machine: str, region: str) -> HourlyPrice | None:
    """Return a price listed for another region."""
    for other, (usd, day) in table("prices")["listed"].get(machine, {}).items():
        return HourlyPrice(usd, f"AWS price list of {day}", next(_other_region(other, region)), day)
    return None


def _ratio(machine: str) -> tuple[float, bool]:
    """Return SageMaker's price over EC2's for *machine*, and whether listed prices confirm it."""
    _, family, size = machine.split(".")
    if family in SMALL_GPU and size == "xlarge":
        return 1.40, True
    for families, ratio in LAW.items():
        if family in families.split():
            return ratio, True
    return EXTRAPOLATED.get(family[0], 1.20), False
