"""Spot machines: what interruptions do to an offer.

AWS sells no spot for SageMaker endpoints, so a plan never proposes it; it answers `what if`. Rates of interruption are
published by no interface: they are assumed, marked so, and shown with the rate from which on spot would not pay.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

from modelhost.planner.question import Offer
from modelhost.price.interruption import Interruption, assumed_rate_per_hour, break_even_per_hour, effect
from modelhost.price.option import Rate

FLEET = 10
"""Replicas of the example in words."""


def interrupted(offer: Offer, rate: Rate, per_hour: float | None = None) -> Offer:
    """Return *offer* paid by *rate* with *per_hour* interruptions of a replica; an assumed rate when not given.

    Replays take its replicas back at that rate: what is lost counts as missed, and starts of replacements are paid.
    """
    met = met_by(offer, per_hour)
    words = "; ".join((rate.source, *_words(offer, rate, met)))
    return replace(offer, usd_per_hour=rate.usd_per_hour, price_source=words, interruptions_per_hour=met.rate_per_hour)


def met_by(offer: Offer, per_hour: float | None = None) -> Interruption:
    """Return what interruptions do to *offer*; fields as in `interrupted`."""
    assumed = assumed_rate_per_hour(offer.machine) if per_hour is None else per_hour
    return effect(offer.startup.mean_seconds, assumed, assumed=per_hour is None)


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
