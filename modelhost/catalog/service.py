"""Prices of what surrounds the machines."""

from modelhost.catalog.data import table


def unit_usd(what: str) -> float:
    """Return the price of one unit of *what*, such as `nat_hour`, in us-east-1."""
    return float(table("services")["prices"][what]["usd"])
