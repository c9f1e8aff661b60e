"""Which settings of each form are tried: a coarse grid, then a finer one where the promise is just kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
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
NOTCHES = (0.5, 0.7, 0.85, 1.0)
"""Quantiles to which a schedule that does well is moved, by one."""
SAFETY_STEP = 0.2
"""By how much the factor of floors that do well is moved."""
LEVELS = (0.0, 0.25, LEVEL, 0.75, 0.9)
"""Quantiles of the replicas needed to which the floor of a tracking that does well is moved."""


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
    rows = sorted(zip(tried, kept, cost, strict=True), key=lambda row: _place(row[0]))
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
    for metric in (Metric.INVOCATIONS, Metric.CONCURRENCY):
        for least in sorted({room.least, max(room.least, int(np.quantile(needed, LEVEL)))}):
            yield _tracker(room, metric, least, needed)


def _tracker(room: Room, metric: Metric, least: int, needed: Counts) -> Dial:
    """Return the tracking of *metric* with never fewer than *least*, the dial being its share."""
    form = Form.INVOCATIONS if metric is Metric.INVOCATIONS else Form.CONCURRENCY

    def beside() -> list[Dial]:
        levels = {max(room.least, int(np.quantile(needed, level))) for level in LEVELS}
        return [_tracker(room, metric, other, needed) for other in sorted(levels) if other != least]

    return Dial(form, room, lambda share: tracking(room, metric, share, least), SHARES, beside=beside)


def _scheduled(room: Room, past: Past) -> Iterator[Dial]:
    """Yield schedules."""
    for rhythm in past.rhythms:
        for quantile in QUANTILES:
            yield _scheduler(room, past, rhythm, quantile)


def _scheduler(room: Room, past: Past, rhythm: Rhythm, quantile: float) -> Dial:
    """Return the schedule that bears *quantile* of the alike days, the dial being its thrift."""

    def beside() -> list[Dial]:
        return [_scheduler(room, past, rhythm, other) for other in _notches(quantile)]

    make = partial(_thrifty, room, past, rhythm, quantile)
    return Dial(Form.SCHEDULED, room, make, THRIFTS, beside=beside)


def _thrifty(room: Room, past: Past, rhythm: Rhythm, quantile: float, thrift: float) -> Candidate:
    """Return the schedule of *thrift*."""
    return scheduled(room, past, Plot(rhythm, quantile, 1.0 / thrift))


def _floored(room: Room, past: Past) -> Iterator[Dial]:
    """Yield tracking above floors that the clock moves."""
    for rhythm in past.rhythms[:2]:
        for safety in FLOOR_SAFETIES:
            yield _floorer(room, past, Plot(rhythm, QUANTILES[0], safety), Metric.INVOCATIONS)
    for rhythm in past.rhythms[:1]:
        yield _floorer(room, past, Plot(rhythm, QUANTILES[0], FLOOR_SAFETIES[-1]), Metric.CONCURRENCY)


def _floorer(room: Room, past: Past, plot: Plot, metric: Metric) -> Dial:
    """Return tracking above the floor of *plot*, the dial being its share."""

    def beside() -> list[Dial]:
        safeties = (round(plot.safety + step, 3) for step in (-SAFETY_STEP, SAFETY_STEP))
        plots = [replace(plot, safety=each) for each in safeties if each > 0]
        plots += [replace(plot, quantile=each) for each in _notches(plot.quantile)]
        other = Metric.CONCURRENCY if metric is Metric.INVOCATIONS else Metric.INVOCATIONS
        return [*(_floorer(room, past, each, metric) for each in plots), _floorer(room, past, plot, other)]

    return Dial(Form.FLOORS, room, lambda share: floors(room, past, plot, metric, share), FLOOR_SHARES, beside=beside)


def _notches(quantile: float) -> list[float]:
    """Return the quantiles next to *quantile*."""
    place = NOTCHES.index(quantile)
    return [*NOTCHES[max(0, place - 1) : place], *NOTCHES[place + 1 : place + 2]]
