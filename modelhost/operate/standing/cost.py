"""What the endpoints cost in a month: the floor that is always paid, and the ceiling that scaling may reach."""

from __future__ import annotations

from modelhost.catalog.price import usd_per_hour
from modelhost.operate.standing.fact import Fact
from modelhost.price.line import HOURS_PER_MONTH
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.scaling import Auto


class CostFact(Fact):
    """Floor and ceiling of one endpoint, in US dollars per month of 730 hours."""

    key: str
    floor_usd: float | None
    """Cost with the fewest replicas; none when the machine's price is unknown."""
    ceiling_usd: float | None
    """Cost with the most replicas."""
    basis: str
    """How the figures come about."""


def cost_fact(key: str, spec: EndpointSpec, region: str) -> CostFact:
    """Price the fewest and the most replicas that strategy and schedule allow."""
    low, high = counts(spec)
    hourly = usd_per_hour(spec.machine, region)
    if hourly is None:
        return CostFact(key=key, floor_usd=None, ceiling_usd=None, basis=f"no price of {spec.machine} in {region}")
    monthly = hourly * HOURS_PER_MONTH
    return CostFact(
        key=key,
        floor_usd=round(low * monthly, 2),
        ceiling_usd=round(high * monthly, 2),
        basis=f"{low}{f' to {high}' if high != low else ''} x {spec.machine} at {hourly:.4f} an hour",
    )


def counts(spec: EndpointSpec) -> tuple[int, int]:
    """Return the fewest and the most replicas that strategy and schedule allow."""
    strategy = spec.in_force()
    low, high = (strategy.min, strategy.max) if isinstance(strategy, Auto) else (strategy.count, strategy.count)
    firings = [entry.bounds() for entry in strategy.schedule]
    floors = [bounds.min for bounds in firings if bounds.min is not None]
    ceilings = [bound for bounds in firings for bound in bounds if bound is not None]
    return min([low, *floors]), max([high, *ceilings])
