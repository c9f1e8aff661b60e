"""Which settings nobody tried yet may hold for less than the best: the model's grid was laid where it saw the promise
just kept, and replays, slow services and next week's load move that edge.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from modelhost.planner.search.bench import Screening
from modelhost.planner.search.constraint import over_quota
from modelhost.planner.search.dial import Dial, Turned, turned
from modelhost.planner.search.race import NEAR, WORTH, Race

BETWEEN = 3
"""Numbers tried between one that holds and the next that does not."""
BELOW = (0.92, 0.84, 0.76, 0.68, 0.6)
"""Multiples of the lowest number of a dial on which nothing holds."""
AROUND = (0.9, 1.0, 1.1)
"""Multiples of the number at the edge that are tried on the dials beside."""
ABOVE = 1.25
"""Multiple of the highest number of a dial on which all hold, up to which it is turned further."""
COUNTS_BELOW = 4
"""Further whole numbers, each by one."""
DIALS, LEFT_DIALS = 12, 4
"""Dials that are turned further at a time, and those, of each family one, that are left for those beside."""
STEEPNESS = 0.1
"""Power of the misses with which the cost rises where they are halved and halved again, roughly."""


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
    held_usd_per_month: float
    """About what holds for the least on this dial costs."""


def untried(race: Race) -> list[Turned]:
    """Return the settings that may hold for less than the best of *race*, dial by dial."""
    found = sorted(edges(race), key=lambda edge: edge.held_usd_per_month)
    further = [each for edge in found[:DIALS] for each in turned(edge.dial, _numbers(edge))]
    beside = [each for edge in _leading(found) for each in _beside(edge)]
    new = _new(further + beside, race.entrants)
    return [each for each in new if not over_quota(race.bench, each.candidate)]


def _leading(found: Sequence[Edge]) -> list[Edge]:
    """Return the first of each family."""
    first: dict[tuple[object, ...], Edge] = {}
    for edge in found:
        family = Turned(edge.dial, edge.lost, edge.dial.make(edge.lost)).family
        first.setdefault(family, edge)
    return list(first.values())[:LEFT_DIALS]


def edges(race: Race) -> Iterator[Edge]:
    """Yield where the dials of *race* stop to hold, of those that may yet give something cheaper than the best."""
    best = race.best()
    limit = float("inf") if best is None else best.cost.expected * (1 - WORTH)
    judged = {id(each.screening): race.holds(each) for each in race.done}
    allowed = 1 - race.bench.question.slo.attainment
    by_dial: dict[int, list[Screening]] = {}
    for each in race.entrants:
        by_dial.setdefault(id(each.turned.dial), []).append(each)
    for group in by_dial.values():
        tried = sorted(group, key=lambda each: each.turned.number)
        kept = [judged.get(id(each), race.misses(each) <= allowed) for each in tried]
        edge = _edge(race, tried, kept)
        if edge is not None and edge.usd_per_month < limit:
            yield edge


def _edge(race: Race, tried: list[Screening], kept: list[bool]) -> Edge | None:
    """Return the edge of one dial's settings in order: beyond the last where all hold, none where all are far off."""
    last = max((place for place, holds in enumerate(kept) if holds), default=-1)
    if last + 1 == len(tried):
        dial, number, usd = tried[last].turned.dial, tried[last].turned.number, race.cost(tried[last])
        return None if dial.whole else Edge(dial, number, ABOVE * number, usd / ABOVE, usd)
    lost, allowed = tried[last + 1], 1 - race.bench.question.slo.attainment
    misses, usd = race.misses(lost), race.cost(lost)
    if last >= 0:
        return Edge(lost.turned.dial, tried[last].turned.number, lost.turned.number, usd, race.cost(tried[last]))
    if misses > NEAR * allowed:
        return None
    return Edge(lost.turned.dial, None, lost.turned.number, usd, usd * max(1.0, misses / allowed) ** STEEPNESS)


def _numbers(edge: Edge) -> tuple[float, ...]:
    """Return the numbers to try at *edge*."""
    if edge.held is not None:
        return edge.dial.between(edge.held, edge.lost, BETWEEN)
    if edge.dial.whole:
        counts = (edge.lost - step for step in range(1, COUNTS_BELOW + 1))
        return tuple(count for count in counts if count >= -edge.dial.room.most)
    return tuple(edge.lost * share for share in BELOW)


def _beside(edge: Edge) -> Iterator[Turned]:
    """Yield the settings around *edge* on the dials beside."""
    number = edge.lost if edge.held is None else edge.held
    for dial in edge.dial.beside():
        yield from turned(dial, [number * share for share in AROUND])


def _new(found: Sequence[Turned], known: Sequence[Screening]) -> list[Turned]:
    """Return those of *found* that are not among the *known*, each once."""
    seen = {_settings(each.turned) for each in known}
    once = {_settings(each): each for each in reversed(found)}
    return [each for key, each in once.items() if key not in seen]


def _settings(each: Turned) -> tuple[object, ...]:
    """Return what a candidate is made of."""
    return each.dial.form, each.candidate.machine, *sorted(each.candidate.settings.items())
