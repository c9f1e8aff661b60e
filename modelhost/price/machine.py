"""What the replicas of an endpoint cost."""

from modelhost.catalog.price import hourly_price
from modelhost.price.line import HOURS_PER_MONTH, Line


def replicas(what: str, machine: str, region: str, count: float) -> Line | None:
    """Return the cost of *count* replicas of *machine* all month; *count* may be a mean. None without a price."""
    price = hourly_price(machine, region)
    if price is None:
        return None
    note = f" ({price.note})" if price.note else ""
    basis = f"{round(count, 2):g} x {machine} at {price.usd:g} USD/h, {price.source}{note}"
    return Line(what, round(count * price.usd * HOURS_PER_MONTH, 2), basis)
