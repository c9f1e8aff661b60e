"""Hourly prices: listed where known, else by the ratio that listed prices follow, and always with their provenance."""

import pytest

from modelhost.catalog.data import table
from modelhost.catalog.machine import machines
from modelhost.catalog.price import hourly_price, usd_per_hour


@pytest.mark.parametrize(
    ("machine", "region", "usd", "source", "note"),
    [
        ("ml.g6.xlarge", "us-west-2", 1.1267, "AWS price list of 2026-09-01", ""),
        ("ml.g6.xlarge", "us-east-1", 1.1267, "EC2 price of 2026-07-20 in us-east-1 x 1.40", ""),
        ("ml.g6.xlarge", "eu-central-1", 1.409, "EC2 price of 2026-01-21 x 1.40", ""),
        ("ml.c7i.xlarge", "us-east-1", 0.214, "AWS price list of 2025-01-26", ""),
        (
            "ml.c7i.xlarge",
            "eu-west-1",
            0.214,
            "AWS price list of 2025-01-26",
            "price of us-east-1; none is known for eu-west-1",
        ),
        (
            "ml.m7i.large",
            "eu-west-1",
            0.121,
            "EC2 price of 2026-07-20 in us-east-1 x 1.20",
            "price of us-east-1; none is known for eu-west-1; ratio 1.20 not confirmed for this family",
        ),
    ],
)
def test_a_price_says_where_it_comes_from(machine: str, region: str, usd: float, source: str, note: str) -> None:
    """The figure, its source with the day, and what to know before trusting it."""
    assert hourly_price(machine, region)[:3] == (usd, source, note)


def test_an_unknown_price_is_none() -> None:
    """A type that no list has is not guessed at."""
    assert hourly_price("ml.p5e.48xlarge", "us-east-1") is None
    assert usd_per_hour("ml.p5e.48xlarge", "us-east-1") is None


def test_the_law_fits_the_listed_prices() -> None:
    """Ratio times EC2 price is within 1 % of each listed price of a family that it is said to fit."""
    checked = 0
    for machine, regions in table("prices")["listed"].items():
        base = table("ec2_prices")["us_east_1"].get(machine.removeprefix("ml."))
        family = machine.split(".")[1]
        fits = family in ("g4dn", "g5", "g6", "g6e", "g7e", "p4d", "p5", "t3", "m5", "c5", "c7i", "inf2")
        if base is None or not fits or machine == "ml.inf2.xlarge":
            continue
        law = _law(machine)
        assert all(usd == pytest.approx(base * law, rel=0.01) for usd, _ in regions.values()), machine
        checked += 1
    assert checked > 45


def _law(machine: str) -> float:
    """Return the ratio as the facts state it."""
    _, family, size = machine.split(".")
    if family in ("g4dn", "g5", "g6", "g6e") and size == "xlarge":
        return 1.40
    return {"g": 1.25, "p": 1.15}.get(family[0], 1.20)


def test_nearly_every_machine_has_a_price() -> None:
    """Only types that EC2 lists no price for are without."""
    without = [name for name in machines() if usd_per_hour(name, "us-west-2") is None]
    assert without == ["ml.p5e.48xlarge", "ml.trn2.48xlarge"]
