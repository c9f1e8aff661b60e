"""One line of a cost estimate."""

from typing import NamedTuple

HOURS_PER_MONTH = 730


class Line(NamedTuple):
    """What something costs in a month."""

    what: str
    """The thing that costs."""
    usd_per_month: float
    """US dollars per month of 730 hours."""
    basis: str
    """How the figure comes about."""
