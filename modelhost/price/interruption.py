"""What the interruptions of spot machines cost: capacity that is missing, and starts that are paid again.

A replica serves for a mean of 1/rate hours, then AWS takes its machine back with a notice. Its replacement is launched
at the notice, is paid from then on, and serves after its start-up. Interruptions are taken to be independent; those of
one pool in one zone come together, so the spare is a lower end.
"""

import math
from typing import NamedTuple

from modelhost.catalog.machine import machine
from modelhost.price.option import Rate

NOTICE_SECONDS = 120
"""EC2 warns two minutes before it takes a spot machine back (EC2 user guide, "Spot Instance interruption notices")."""
ACCELERATED_PER_HOUR = 1 / 200
"""Assumed interruptions of a machine with accelerators: one in about eight days."""
PLAIN_PER_HOUR = 1 / 5_000
"""Assumed interruptions of any other machine: 14 % a month, within the bands of EC2's Spot Instance Advisor."""
SECONDS_PER_HOUR = 3_600


class Interruption(NamedTuple):
    """What a rate of interruptions does to a fleet."""

    rate_per_hour: float
    """Interruptions of one replica per hour of serving."""
    available_share: float
    """Share of the time that a replica serves, 0 to 1."""
    paid_share: float
    """Time paid over time served, at least 1: every replacement's start-up is paid."""
    assumed: bool
    """Whether the rate is a guess."""

    def spare(self, replicas: int, confidence: float = 0.99) -> int:
        """Return how many replicas beside *replicas* keep that many serving in the share *confidence* of the time."""
        down = replicas * (1 / self.available_share - 1)
        chance = math.exp(-down)
        count, reached = 0, chance
        while reached < confidence and count < replicas:
            count += 1
            chance *= down / count
            reached += chance
        return count


def assumed_rate_per_hour(name: str) -> float:
    """Return the assumed interruptions per hour of the machine type *name*; an unknown one counts as a plain one."""
    try:
        return ACCELERATED_PER_HOUR if machine(name).accelerator else PLAIN_PER_HOUR
    except KeyError:
        return PLAIN_PER_HOUR


def effect(
    startup_seconds: float,
    rate_per_hour: float,
    notice_seconds: float = NOTICE_SECONDS,
    assumed: bool = True,
) -> Interruption:
    """Return what *rate_per_hour* interruptions do to replicas that start in *startup_seconds*.

    ValueError when the rate or a time is negative or not a number.
    """
    for what, value in (("start-up", startup_seconds), ("rate", rate_per_hour), ("notice", notice_seconds)):
        if not 0 <= value < math.inf:
            raise ValueError(f"spot: a {what} of {value} is not possible; use a number of 0 or more")
    gap_hours = max(0.0, startup_seconds - notice_seconds) / SECONDS_PER_HOUR
    served = 1 / (1 + rate_per_hour * gap_hours)
    paid_share = 1 + rate_per_hour * startup_seconds / SECONDS_PER_HOUR
    return Interruption(rate_per_hour, served, paid_share, assumed)


def break_even_per_hour(paid: Rate, startup_seconds: float) -> float:
    """Return the interruptions per hour from which on *paid* is no cheaper than on demand; inf without a start-up."""
    if startup_seconds <= 0:
        return math.inf
    return (1 / paid.ratio - 1) * SECONDS_PER_HOUR / startup_seconds
