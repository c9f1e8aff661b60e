"""Hourly prices of SageMaker machines: listed where published, else by the ratio that listed prices follow."""

from typing import NamedTuple

from modelhost.catalog.data import table

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


def hourly_price(machine: str, region: str) -> HourlyPrice | None:
    """Return the on-demand price of *machine* in *region* with its provenance; none when unknown."""
    return _listed(machine, region) or _by_law(machine, region) or _elsewhere(machine, region)


def usd_per_hour(machine: str, region: str) -> float | None:
    """Return the on-demand price of *machine* in *region*; none when unknown."""
    price = hourly_price(machine, region)
    return None if price is None else price.usd


def _listed(machine: str, region: str) -> HourlyPrice | None:
    """Return the price that AWS lists for *machine* in *region*."""
    entry = table("prices")["listed"].get(machine, {}).get(region)
    return HourlyPrice(entry[0], f"AWS price list of {entry[1]}", "") if entry else None


def _by_law(machine: str, region: str) -> HourlyPrice | None:
    """Return the EC2 price of *region* times SageMaker's ratio, or that of us-east-1 where equal or unknown."""
    ratio, fitted = _ratio(machine)
    doubt = "" if fitted else f"ratio {ratio:.2f} not confirmed for this family"
    regional = table("prices")["ec2_by_region"].get(machine, {}).get(region)
    if regional is not None and region != BASE:
        return HourlyPrice(round(regional * ratio, 4), f"EC2 price of 2026-01-21 x {ratio:.2f}", doubt)
    if region != BASE and _listed_anywhere(machine):
        return None
    base = table("prices")["ec2_us_east_1"].get(machine)
    if base is None:
        return None
    here = "" if region == BASE else f"price of {BASE}; none is known for {region}"
    source = f"EC2 price of 2026-07-20 in {BASE} x {ratio:.2f}"
    return HourlyPrice(round(base * ratio, 4), source, "; ".join(part for part in (here, doubt) if part))


def _elsewhere(machine: str, region: str) -> HourlyPrice | None:
    """Return a price listed for another region."""
    for other, (usd, date) in table("prices")["listed"].get(machine, {}).items():
        return HourlyPrice(usd, f"AWS price list of {date}", f"price of {other}; none is known for {region}")
    return None


def _listed_anywhere(machine: str) -> bool:
    """Whether AWS's list for any region is known."""
    return machine in table("prices")["listed"]


def _ratio(machine: str) -> tuple[float, bool]:
    """Return SageMaker's price over EC2's for *machine*, and whether listed prices confirm it."""
    _, family, size = machine.split(".")
    if family in SMALL_GPU and size == "xlarge":
        return 1.40, True
    for families, ratio in LAW.items():
        if family in families.split():
            return ratio, True
    return EXTRAPOLATED.get(family[0], 1.20), False
