"""Prices of what surrounds the machines."""

from modelhost.catalog.data import table


def unit_usd(what: str) -> float:
    """Return the price of one unit of *what*, such as `nat_hour`, in us-east-1."""
    return float(table("services")["prices"][what]["usd"])


def row_source(what: str) -> str:
    """Return where the price of *what* alone comes from, and whether it was checked."""
    return str(table("services")["prices"][what]["source"])


def unit_source() -> str:
    """Return where those prices come from, with their date and region."""
    return f"infracost prices of {table('services')['date']} in us-east-1"
