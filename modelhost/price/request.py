"""What requests cost on machines that are paid by the hour."""

import math

SECONDS_PER_HOUR = 3_600


def usd_per_million(usd_per_hour: float, requests_per_second: float) -> float:
    """Return the price of a million requests at a steady rate on machines of *usd_per_hour*; inf without a rate."""
    if requests_per_second <= 0:
        return math.inf
    return usd_per_hour * 1e6 / (requests_per_second * SECONDS_PER_HOUR)
