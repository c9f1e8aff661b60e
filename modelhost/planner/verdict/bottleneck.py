"""What breaks first when the load grows: raised until the promise breaks, then one limit lifted at a time."""

import math
from collections.abc import Callable

from modelhost.planner.answer import Bottleneck
from modelhost.planner.bottleneck import Fleet, Kept, Saturation, narrowed
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.rooms import allowed_replicas, highest
from modelhost.planner.search.sized import by_demand
from modelhost.planner.verdict.loaded import Model, Replays, excerpt
from modelhost.planner.verdict.sweep import Change, under
from modelhost.planner.verdict.wording import share, times

FACTORS = (1.25, 1.5, 2.0, 3.0, 5.0, 8.0)
"""Multiples of the load that are tried first."""
PRECISION = 0.06
"""The multiple is known to this share of itself."""
TIMES = 4
"""How many times as high a limit is when it is lifted."""
SPAN = 1.3
"""The promise is first looked for within this factor of where the per-interval model breaks it."""


def bottleneck(bench: Bench, winner: Judged) -> Bottleneck:
    """Return at which multiple of the load *winner* breaks the promise, and what has run out there."""
    if winner.candidate.sizes:
        return _of_sizes(bench, winner)
    offer, target = bench.offer(winner.candidate.machine), bench.question.slo.attainment
    fleet = Fleet(offer.service, winner.candidate.policy, offer.startup)
    model = Model(bench)
    kept, by = _corrected(model.kept, fleet, winner), "by the per-interval model"
    low, high = _between(lambda factor: kept(factor, fleet), target)
    where = excerpt(bench, high or FACTORS[-1])
    if where is not None:
        kept, by = _corrected(Replays(bench, model, where).kept, fleet, winner), "by replay"
        low, high = _around(lambda factor: kept(factor, fleet), (low, high), target)
    double = kept(2.0, fleet)
    if not high:
        return _nothing(double, by)
    found = narrowed(kept, fleet, target, (low, high), PRECISION, TIMES)
    return _told(bench, winner, found, double, by)


def _nothing(double: float, by: str) -> Bottleneck:
    """Return that no multiple that was looked at breaks the promise."""
    text = f"Up to {FACTORS[-1]:.0f} times the load nothing breaks the promise, {by}."
    return Bottleneck("nothing", FACTORS[-1], double, text)


def _corrected(kept: Kept, fleet: Fleet, winner: Judged) -> Kept:
    """Return *kept* less what slow services take from *winner*, for it is asked about services as expected."""
    usual = kept(1.0, fleet)

    def corrected(factor: float, loaded: Fleet) -> float:
        return min(1.0, max(0.0, kept(factor, loaded) + winner.attainment - usual))

    return corrected


def _between(kept: Callable[[float], float], target: float) -> tuple[float, float]:
    """Return a multiple of the load that keeps the promise and one that breaks it, 0 where none does."""
    held = 1.0
    for factor in FACTORS:
        if kept(factor) < target:
            return held, factor
        held = factor
    return held, 0.0


def _around(kept: Callable[[float], float], between: tuple[float, float], target: float) -> tuple[float, float]:
    """Return multiples between which the promise breaks by replay, beginning where the model has them."""
    low, high = between[0], between[1] or FACTORS[-1]
    while kept(high) >= target:
        if high >= FACTORS[-1]:
            return high, 0.0
        low, high = high, min(high * SPAN, FACTORS[-1])
    while low > 1.0 and kept(low) < target:
        low, high = max(1.0, low / SPAN), low
    return low, high


def _told(bench: Bench, winner: Judged, found: Saturation, double: float, by: str) -> Bottleneck:
    """Return the answer with its headroom, and what else would help."""
    rate = highest(bench.trace) * max(found.factor, 1.0)
    names = {name: _named(bench, winner, name) for name in [*found.without, found.what]}
    target = bench.question.slo.attainment
    enough = [names[name] for name, kept in found.without.items() if kept >= target]
    also = [name for name in enough if name != names[found.what]]
    parts = [
        f"{names[found.what]} breaks it {_where(found.factor, rate)}, {by}",
        f"just above it {share(found.attainment)} keep the promise"
        + (f", {_lifted(found.what)} {share(found.without[found.what])}" if found.what in found.without else ""),
        f"twice the load keeps {share(double)}" + (" again" if double >= target > found.attainment else ""),
        *([f"enough would be as well to lift {' or '.join(also)}"] if also else []),
    ]
    text = "; ".join(parts)
    return Bottleneck(names[found.what], found.factor, double, f"{text[0].upper()}{text[1:]}.")


def _where(factor: float, rate: float) -> str:
    """Return from which multiple of the load on, a peak of *rate* there, and the headroom."""
    peak = f"(a peak of {rate:,.3g} requests/s)"
    if factor <= 1:
        return f"before {1 + PRECISION:g} times the load {peak}: headroom under {100 * PRECISION:.0f} %"
    headroom = 100 * (factor - 1)
    return f"from {times(factor)} times the load on {peak}: headroom {headroom:.{0 if headroom >= 1 else 2}f} %"


def _lifted(name: str) -> str:
    """Say what was tried of a limit: so many times as much, or that it was not there."""
    times = name.startswith(("the start-up", "how late"))
    return "without that" if times else f"with {TIMES} times as much"


def _named(bench: Bench, winner: Judged, name: str) -> str:
    """Return a limit in the words of what sets it: the quota, or the memory of keys and values."""
    offer = bench.offer(winner.candidate.machine)
    if name.endswith(("replica", "replicas")) and offer.quota is not None:
        allowed = allowed_replicas(offer, bench.question.rollout_share)
        if int(winner.candidate.policy.bounds.high.max()) == allowed:
            return f"{name} (all that the quota of {offer.quota} leaves beside an update)"
    if name.endswith("computes") and bench.question.architecture is not None:
        return f"{name} (its memory of keys and values, or the server's own limit)"
    return name


def _of_sizes(bench: Bench, winner: Judged) -> Bottleneck:
    """Return where a fleet whose size the clock moves breaks, by the per-interval model."""
    if by_demand(winner.candidate):
        text = "What breaks a ladder by demand is not known: no model of it has another load."
        return Bottleneck("not known", math.nan, math.nan, text)
    target = bench.question.slo.attainment
    usual = under(bench, [winner], Change())[0].attainment

    def kept(factor: float) -> float:
        return min(1.0, under(bench, [winner], Change(load=factor))[0].attainment + winner.attainment - usual)

    double = kept(2.0)
    low, high = _between(kept, target)
    if not high:
        return _nothing(double, "by the per-interval model")
    count = winner.candidate.policy.ladder
    what = f"the {count} replicas of each size" if count > 1 else "the one replica of each size"
    text = f"Between {low:.3g} and {high:.3g} times the load what runs out is {what}, by the per-interval model"
    return Bottleneck(what, low, double, f"{text}; twice the load keeps {share(double)}.")
