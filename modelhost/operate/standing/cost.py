"""What the environment costs in a month: the floor that is always paid, and the ceiling that scaling may reach."""

from __future__ import annotations

from collections.abc import Iterable

from modelhost.operate.standing.fact import Fact
from modelhost.price.line import Line
from modelhost.spec.cost import ceiling, floor
from modelhost.spec.environment import EnvironmentSpec

PRICELESS = "no price"
"""How a line begins its basis when it counts nothing for want of a price."""


class CostFact(Fact):
    """Floor and ceiling of one line, in US dollars per month of 730 hours, without traffic."""

    what: str
    """The thing that costs: an endpoint, or a part of the platform."""
    floor_usd: float | None
    """Cost with the fewest replicas; none when a price is unknown."""
    ceiling_usd: float | None
    """Cost with the most replicas."""
    basis: str
    """How the floor comes about, with source and date."""

    @property
    def arithmetic(self) -> str:
        """The basis without source and date."""
        return self.basis.partition(", ")[0]

    @property
    def source(self) -> str:
        """Where the price comes from, with its date and region or doubts; empty when there is none."""
        return self.basis.partition(", ")[2]

    @property
    def approximate(self) -> bool:
        """Whether the price is taken from another region or another table."""
        return "(" in self.basis


def cost_facts(environment: EnvironmentSpec, region: str) -> tuple[CostFact, ...]:
    """Put floor and ceiling of *environment* side by side."""
    pairs = zip(floor(environment, region), ceiling(environment, region), strict=True)
    return tuple(cost_fact(low, high) for low, high in pairs)


def cost_fact(low: Line, high: Line) -> CostFact:
    """Return one line; an unknown price makes an unknown cost, not one of 0."""
    known = not low.basis.startswith(PRICELESS)
    return CostFact(
        what=low.what,
        floor_usd=low.usd_per_month if known else None,
        ceiling_usd=high.usd_per_month if known else None,
        basis=low.basis,
    )


def total(amounts: Iterable[float | None]) -> float | None:
    """Return the sum, none when a part is unknown: a sum that leaves something out would be taken for the whole."""
    listed = list(amounts)
    known = [amount for amount in listed if amount is not None]
    return round(sum(known), 2) if len(known) == len(listed) else None
