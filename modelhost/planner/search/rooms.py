"""What each machine type bears, and how many replicas of it the hard constraints allow."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np

from modelhost.catalog.price import usd_per_hour
from modelhost.planner.array import Floats
from modelhost.planner.interval.capacity import LOADS, Capacity, capacity
from modelhost.planner.load.trace import Trace
from modelhost.planner.max_rps import capacity as full_rate
from modelhost.planner.max_rps import max_rps
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.room import Room

THREADS = 2
"""Cores that a plan may use."""
HEADROOM = 1.5
"""Most replicas over those that the highest rate seen needs."""
LARGEST = 2_000
"""Replicas beyond which a machine type is not looked at: a table of what fleets keep has a row for each number."""


class LoadError(ValueError):
    """The load needs more replicas, even of the machine that bears most, than what is planned for."""


def rooms(question: Question) -> Iterator[Room]:
    """Yield what is known of each offer on which a request may keep the promise; LoadError when all are too small."""
    fitting = [offer for offer in question.offers if not offer.misfit]
    with ThreadPoolExecutor(THREADS) as pool:
        rates = list(pool.map(lambda offer: known_max_rps(offer.service, question.slo, question.seed), fitting))
        check_load(question, fitting, rates)
        for offer, rate in zip(fitting, rates, strict=True):
            room = room_of(question, offer, rate) if rate > 0 else None
            if room is not None:
                yield room


known_max_rps = lru_cache(maxsize=256)(max_rps)
"""`max_rps`, once for each service: it knows nothing of the load, so the next plan need not ask again."""


def room_of(question: Question, offer: Offer, rate: float) -> Room | None:
    """Return what is known of *offer* whose MAX_RPS is *rate*; none when it would take too many replicas."""
    wanted, spare = math.ceil(needed(question, rate)), spare_share(question)
    if wanted > LARGEST:
        return None
    least = max(1, question.zones if question.zone_loss else 1)
    allowed = allowed_replicas(offer, question.rollout_share)
    most = max(least, wanted) if allowed is None else min(max(least, wanted), allowed)
    if most < least:
        return None
    known = capacity(offer.service, question.slo, max(most, 2), arrival_cv=arrival_cv(question.trace))
    bears = bearable(known, question.slo.attainment)
    if spare > 1.0:
        bears = np.minimum(bears, without_a_zone(known, len(bears), question.zones))
    return Room(offer, rate, bears, at_once(known, bears), least, most, ladder(question, offer))


def check_load(question: Question, offers: Sequence[Offer], rates: Sequence[float]) -> None:
    """Raise LoadError when the load needs more than `LARGEST` replicas of whichever of *offers*.

    *rates* are their MAX_RPS; what one finishes stands for it where none keeps the promise.
    """
    pairs = zip(offers, rates, strict=True)
    ranked = [(needed(question, rate or full_rate(offer.service)), offer.machine) for offer, rate in pairs]
    if not ranked or min(ranked)[0] <= LARGEST:
        return
    replicas, machine = min(ranked)
    told = f"{math.ceil(replicas):,}" if replicas < 1e12 else f"{replicas:.3g}"
    raise LoadError(
        f"endpoint {question.endpoint}: its peak of {highest(question.trace):,.6g} requests a second needs {told} "
        f"replicas of {machine} with {HEADROOM:g}x headroom, and up to {LARGEST:,} are planned for; give a smaller "
        "load, larger machines with --machines, or spread the load over several endpoints"
    )


def needed(question: Question, rate: float) -> float:
    """Return the replicas that the highest load needs with headroom, and a zone less, when each bears *rate*."""
    return HEADROOM * highest(question.trace) / rate * spare_share(question)


def spare_share(question: Question) -> float:
    """Return the replicas over those that are left when a zone is lost; 1 where that is not asked."""
    return question.zones / (question.zones - 1) if question.zone_loss and question.zones > 1 else 1.0


def ladder(question: Question, offer: Offer) -> tuple[str, ...]:
    """Return the sizes to write when *offer* is the larger machine: those that stand and its own, cheapest first.

    Empty where it costs no more per hour than what stands; without that, than the cheapest that the model fits.
    """
    standing = question.today_machine or (question.today.machine if question.today else "")
    prices = {each.machine: each.usd_per_hour for each in question.offers}
    fitting = min((each.usd_per_hour for each in question.offers if not each.misfit), default=0.0)
    if offer.usd_per_hour <= prices.get(standing, fitting):
        return ()
    names = {*question.today_sizes, standing, offer.machine} - {""}
    return tuple(sorted(names, key=lambda name: (usd_per_hour(name, question.region) or math.inf, name)))


def allowed_replicas(offer: Offer, rollout_share: float) -> int | None:
    """Return the most replicas within the quota when an update needs *rollout_share* of them beside; none: no limit."""
    return None if offer.quota is None else math.floor(offer.quota / (1 + rollout_share))


def highest(trace: Trace) -> float:
    """Return the highest rate of any window, per second."""
    return float(np.nanmax(trace.rate_per_second))


def arrival_cv(trace: Trace) -> float:
    """Return the coefficient of variation of the gaps between arrivals, mean over requests; 1 where not known."""
    if trace.cv is None:
        return 1.0
    known = trace.known & ~np.isnan(trace.cv)
    weights = trace.counts[known]
    return float(trace.cv[known] @ weights / weights.sum()) if weights.sum() > 0 else 1.0


def bearable(known: Capacity, attainment: float) -> Floats:
    """Return (most,) the highest steady rate at which n replicas keep *attainment*, ascending."""
    result = np.zeros(len(known.attainment) - 1)
    for count in range(1, len(known.attainment)):
        kept = known.attainment[count]
        below = int(np.argmax(kept < attainment)) if (kept < attainment).any() else len(LOADS)
        if below == len(LOADS):
            load = float(LOADS[-1])
        elif below == 0:
            load = 0.0
        else:
            load = float(np.interp(-attainment, -kept[below - 1 : below + 1], LOADS[below - 1 : below + 1]))
        result[count - 1] = load * known.full_rate * count
    ascending: Floats = np.maximum.accumulate(np.maximum(result, 1e-9))
    return ascending


def without_a_zone(known: Capacity, most: int, zones: int) -> Floats:
    """Return (most,) rates that what is left of n replicas finishes when the fullest of *zones* is lost, ascending."""
    count = np.arange(1, most + 1)
    left = count - -(-count // zones)
    rates: Floats = np.maximum(left * known.full_rate, 1e-9)
    return rates


def at_once(known: Capacity, bears: Floats) -> float:
    """Return the requests at once on each replica of the largest fleet when it bears all it can."""
    count = len(bears)
    load = bears[-1] / (known.full_rate * count)
    return float(np.interp(load, LOADS, known.flow) + np.interp(load, LOADS, known.excess[count]) / count)
