"""Spot machines: what interruptions do to an offer, and when they come.

AWS sells no spot for SageMaker endpoints, so a plan never proposes it; it answers `what if`. Rates of interruption are
published by no interface: they are assumed, marked so, and shown with the rate from which on spot would not pay.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS
from modelhost.planner.question import Offer
from modelhost.price.interruption import Interruption, assumed_rate_per_hour, break_even_per_hour, effect
from modelhost.price.option import Rate

FLEET = 10
"""Replicas of the example in words."""


def interrupted(offer: Offer, rate: Rate, per_hour: float | None = None) -> Offer:
    """Return *offer* paid by *rate* with *per_hour* interruptions of a replica; an assumed rate when not given.

    Its price is that of an hour in which a replica serves: every replacement's start-up is paid too.
    """
    met = met_by(offer, rate, per_hour)
    words = "; ".join((rate.source, *_words(offer, rate, met)))
    return replace(offer, usd_per_hour=met.usd_per_served_hour, price_source=words)


def met_by(offer: Offer, rate: Rate, per_hour: float | None = None) -> Interruption:
    """Return what interruptions do to *offer*; fields as in `interrupted`."""
    assumed = assumed_rate_per_hour(offer.machine) if per_hour is None else per_hour
    return effect(rate, offer.startup.mean_seconds, assumed, assumed=per_hour is None)


def _words(offer: Offer, rate: Rate, met: Interruption) -> Iterator[str]:
    """Yield what interruptions do, for the report."""
    kind = "assumed " if met.assumed else ""
    every = "never" if not met.rate_per_hour else f"once in {1 / met.rate_per_hour:,.0f} h"
    yield f"{kind}interruption of a replica {every}"
    lost, added = 1 - met.available_share, met.paid_share - 1
    yield f"which takes {100 * lost:.2g} % of its capacity and adds {100 * added:.2g} % to what is paid"
    yield f"{FLEET} need {met.spare(FLEET)} more to be {FLEET} for 99 % of the time"
    limit = break_even_per_hour(rate, offer.startup.mean_seconds)
    if math.isfinite(limit):
        yield f"no cheaper than on demand from {limit:.2g} interruptions an hour on"


def interruptions(
    per_hour: float, most_replicas: int, seconds: float, random: np.random.Generator
) -> tuple[Counts, Floats]:
    """Return when a machine is taken back, (events,) in nanoseconds, ascending, and (events,) dice from 0 to 1.

    The stream knows nothing of the policy: machine number floor(die x *most_replicas*) is taken, if there is one. So
    each of the replicas that there are meets *per_hour* interruptions, and two policies meet the same ones.
    """
    count = int(random.poisson(per_hour * most_replicas * seconds / HOUR_SECONDS))
    at_ns = np.sort(random.integers(0, max(1, round(seconds * SECOND_NS)), count))
    return at_ns, random.random(count)
