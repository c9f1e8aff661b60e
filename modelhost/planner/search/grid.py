"""Which settings of each form are tried: a coarse grid, then a finer one where the promise is just kept."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.crossed import Past, Plot
from modelhost.planner.search.dial import Dial, Turned, turned
from modelhost.planner.search.forms import fixed, floors, scheduled, tracking
from modelhost.planner.search.profile import Rhythm
from modelhost.planner.search.room import Room

SETTINGS = 20
"""Settings of each form on each machine, coarse and fine together."""
SHARES = (0.35, 0.55, 0.75, 0.95, 1.15)
"""Targets over what a replica of a large fleet bears."""
LEVEL = 0.5
"""A second floor without a clock, as a quantile of the replicas that the past needed; the first is the fewest."""
THRIFTS = (0.65, 0.85, 1.1)
"""One over the factor on the load that a schedule is learnt from."""
QUANTILES = (0.7, 1.0)
"""Shares of the alike days whose load a schedule bears."""
FLOOR_SHARES = (0.7, 0.95)
"""Targets where a floor stands beneath."""
FLOOR_SAFETIES = (0.9, 1.1)
"""Factors on the learnt load of floors, beneath which nothing falls."""
FIRM_SAFETY = 1.3
"""The same where those seem too low."""


def dials(room: Room, past: Past, needed: Counts) -> list[Dial]:
    """Return the ways to scale on *room*; *needed* is how many replicas each window of the past needed."""
    counts = [*_fixed(room, needed), *_vertical(room)]
    return [*counts, *_tracked(room, needed), *_scheduled(room, past), *_floored(room, past)]


def coarse(found: Sequence[Dial]) -> list[Turned]:
    """Return the first settings of all dials."""
    return [each for dial in found for each in turned(dial, dial.coarse)]


def fine(tried: Sequence[Turned], kept: Sequence[float], cost: Sequence[float], target: float) -> list[Turned]:
    """Return further settings where, by what was *kept* at which *cost*, the promise is just held.

    Of each form on each machine the dials with the cheapest setting that holds come first, and share what is left of
    `SETTINGS`; a dial on which nothing holds is tried below its lowest number.
    """
    result: list[Turned] = []
    rows = sorted(zip(tried, kept, cost, strict=True), key=lambda row: (_place(row[0]), id(row[0].dial)))
    for _, group in groupby(rows, key=lambda row: _place(row[0])):
        result += _finer(list(group), target)
    return result


Row = tuple[Turned, float, float]
"""A setting, what it kept, what it costs."""


def _finer(rows: Sequence[Row], target: float) -> Iterator[Turned]:
    """Yield the further settings of one form on one machine."""
    left = max(0, SETTINGS - len(rows))
    by_dial = [list(group) for _, group in groupby(rows, key=lambda row: id(row[0].dial))]
    ranked = sorted(by_dial, key=lambda group: min([cost for _, kept, cost in group if kept >= target], default=np.inf))
    for group in ranked[:2]:
        dial = group[0][0].dial
        low, high = _edge(group, target)
        yield from turned(dial, dial.between(low, high, left // 2))


def _edge(group: Sequence[Row], target: float) -> tuple[float, float]:
    """Return the numbers between which a dial stops to hold the promise."""
    numbers = sorted((row[0].number, row[1]) for row in group)
    held = [number for number, kept in numbers if kept >= target]
    lost = [number for number, kept in numbers if kept < target and (not held or number > held[-1])]
    step = numbers[-1][0] - numbers[0][0] or 1.0
    low = held[-1] if held else numbers[0][0] - step / 2 if numbers[0][0] < 0 else numbers[0][0] / 3
    return low, lost[0] if lost else numbers[-1][0] + step / 2


def _place(each: Turned) -> tuple[str, str]:
    """Return machine and form of *each*."""
    return each.dial.room.offer.machine, each.dial.form


def _fixed(room: Room, needed: Counts) -> Iterator[Dial]:
    """Yield the count that never changes, the dial being the negative count."""
    counts = np.unique(np.round(np.quantile(needed, np.linspace(0.4, 1.0, SETTINGS // 2))))
    numbers = tuple(float(-count) for count in counts[::-1])

    def make(number: float) -> Candidate:
        return fixed(room, max(room.least, round(-number)))

    yield Dial(Form.FIXED, room, make, numbers, whole=True)


def _vertical(room: Room) -> Iterator[Dial]:
    """Yield the fewest replicas allowed, of a machine that is larger than what stands."""
    if not room.ladder:
        return
    least = float(-room.least)
    yield Dial(Form.VERTICAL, room, lambda number: fixed(room, round(-number), Form.VERTICAL), (least,), whole=True)


def _tracked(room: Room, needed: Counts) -> Iterator[Dial]:
    """Yield target tracking on both metrics, with few and with more replicas beneath."""
    for metric, form in ((Metric.INVOCATIONS, Form.INVOCATIONS), (Metric.CONCURRENCY, Form.CONCURRENCY)):
        for least in sorted({room.least, max(room.least, int(np.quantile(needed, LEVEL)))}):
            yield Dial(form, room, _tracker(room, metric, least), SHARES)


def _tracker(room: Room, metric: Metric, least: int) -> Callable[[float], Candidate]:
    """Return what makes a tracking of its share."""
    return lambda share: tracking(room, metric, share, least)


def _scheduled(room: Room, past: Past) -> Iterator[Dial]:
    """Yield schedules."""
    for rhythm in past.rhythms:
        for quantile in QUANTILES:
            yield Dial(Form.SCHEDULED, room, _scheduler(room, past, rhythm, quantile), THRIFTS)


def _scheduler(room: Room, past: Past, rhythm: Rhythm, quantile: float) -> Callable[[float], Candidate]:
    """Return what makes a schedule of its thrift."""
    return lambda thrift: scheduled(room, past, Plot(rhythm, quantile, 1.0 / thrift))


def _floored(room: Room, past: Past) -> Iterator[Dial]:
    """Yield tracking above floors that the clock moves."""
    for rhythm in past.rhythms[:2]:
        for safety in FLOOR_SAFETIES:
            make = _floorer(room, past, Plot(rhythm, QUANTILES[0], safety), Metric.INVOCATIONS)
            yield Dial(Form.FLOORS, room, make, FLOOR_SHARES)
    for rhythm in past.rhythms[:1]:
        make = _floorer(room, past, Plot(rhythm, QUANTILES[0], FLOOR_SAFETIES[-1]), Metric.CONCURRENCY)
        yield Dial(Form.FLOORS, room, make, FLOOR_SHARES)


def firmer(room: Room, past: Past) -> Iterator[Dial]:
    """Yield tracking above higher floors than `dials` tries."""
    for rhythm in past.rhythms[:2]:
        for metric in (Metric.INVOCATIONS, Metric.CONCURRENCY):
            make = _floorer(room, past, Plot(rhythm, QUANTILES[0], FIRM_SAFETY), metric)
            yield Dial(Form.FLOORS, room, make, FLOOR_SHARES)


def _floorer(room: Room, past: Past, plot: Plot, metric: Metric) -> Callable[[float], Candidate]:
    """Return what makes a tracking of its share above the floor of *plot*."""
    return lambda share: floors(room, past, plot, metric, share)
