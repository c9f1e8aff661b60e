"""Which settings nobody tried yet may hold for less than the best: the model's grid was laid where it saw the promise
just kept, and replays, slow services and next week's load move that edge.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from modelhost.planner.search.bench import Screening
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.dial import Dial, Turned, turned
from modelhost.planner.search.grid import FIRM_SAFETY, coarse, firmer
from modelhost.planner.search.race import NEAR, WORTH, Race
from modelhost.planner.search.room import Room

BETWEEN = 3
"""Numbers tried between one that holds and the next that does not."""
BELOW = (0.92, 0.84, 0.76, 0.68, 0.6)
"""Multiples of the lowest number of a dial on which nothing holds."""
COUNTS_BELOW = 4
"""The same of whole numbers: so many further ones, each by one."""
DIALS = 12
"""Dials that are turned further at a time, those that may hold for the least first."""
FIRM_ROOMS = 2
"""Machines on which firmer floors are tried."""


class Edge(NamedTuple):
    """Where a dial stops to keep the promise, by the replays and the corrected model."""

    dial: Dial
    """The dial."""
    held: float | None
    """Largest number that holds; none where nothing does."""
    lost: float
    """Smallest number beyond it that does not."""
    usd_per_month: float
    """What *lost* costs: what holds on this dial costs that at least."""


def untried(race: Race) -> list[Turned]:
    """Return the settings that may hold for less than the best of *race*, dial by dial."""
    found = sorted(edges(race), key=lambda edge: edge.usd_per_month)
    chosen = [each for edge in found[:DIALS] for each in turned(edge.dial, _numbers(edge))]
    firm = [dial for room in _floored(race, found) for dial in firmer(room, race.bench.past)]
    return chosen + coarse(firm)


def edges(race: Race) -> Iterator[Edge]:
    """Yield where the dials of *race* stop to hold, of those that may yet give something cheaper than the best."""
    best = race.best()
    limit = float("inf") if best is None else best.cost.expected * (1 - WORTH)
    judged = {id(each.screening): race.holds(each) for each in race.done}
    allowed = 1 - race.bench.question.slo.attainment
    rows = sorted(race.entrants, key=lambda each: (id(each.turned.dial), each.turned.number))
    for _, group in groupby(rows, key=lambda each: id(each.turned.dial)):
        tried = list(group)
        kept = [judged.get(id(each), race.misses(each) <= allowed) for each in tried]
        edge = _edge(race, tried, kept)
        if edge is not None and edge.usd_per_month < limit:
            yield edge


def _edge(race: Race, tried: list[Screening], kept: list[bool]) -> Edge | None:
    """Return the edge of one dial's settings in order; none where all hold, or all are far from it."""
    last = max((place for place, holds in enumerate(kept) if holds), default=-1)
    if last + 1 == len(tried):
        return None
    lost = tried[last + 1]
    near = NEAR * (1 - race.bench.question.slo.attainment)
    if last < 0 and race.misses(lost) > near:
        return None
    held = tried[last].turned.number if last >= 0 else None
    return Edge(lost.turned.dial, held, lost.turned.number, race.cost(lost))


def _numbers(edge: Edge) -> tuple[float, ...]:
    """Return the numbers to try at *edge*."""
    if edge.held is not None:
        return edge.dial.between(edge.held, edge.lost, BETWEEN)
    if edge.dial.whole:
        return tuple(edge.lost - step for step in range(1, COUNTS_BELOW + 1))
    return tuple(edge.lost * share for share in BELOW)


def _floored(race: Race, found: list[Edge]) -> list[Room]:
    """Return the machines on which floors that the clock moves may hold for the least, and were not tried firmer."""
    rooms = dict.fromkeys(edge.dial.room for edge in found if edge.dial.form is Form.FLOORS)
    firm = {
        id(each.turned.dial.room)
        for each in race.entrants
        if each.turned.dial.form is Form.FLOORS and each.turned.candidate.settings["safety"] >= FIRM_SAFETY
    }
    return [room for room in rooms if id(room) not in firm][:FIRM_ROOMS]
