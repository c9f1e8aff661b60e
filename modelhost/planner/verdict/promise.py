"""What a stricter or a laxer promise costs."""

from collections.abc import Sequence
from dataclasses import replace

from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.dial import Dial, Turned, turned
from modelhost.planner.search.grid import dials
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.room import Room
from modelhost.planner.search.rooms import room_of
from modelhost.planner.service.slo import Slo

FACTORS = (0.5, 0.7, 1.0, 1.5, 2.0)
"""On the limit of the promise."""
SETTINGS = 12
"""Settings of the dial."""
MACHINES = 2
"""Machine types that are looked at beside the winner's: the best value under the promise as it is."""


def cost_by_slo(bench: Bench, rooms: Sequence[Room], winner: Judged) -> tuple[tuple[float, float, str], ...]:
    """Return (limit in ms, cheapest USD a month, machine) in the form of *winner*, by the per-interval model.

    The promise as it is costs what *winner* costs, a laxer one no more, a stricter one no less. Limits that nothing
    keeps are left out.
    """
    own = winner.candidate.machine
    likely = sorted(rooms, key=lambda room: (room.offer.machine != own, room.usd_per_million))[: MACHINES + 1]
    rows = [_cheapest(bench, likely, winner, factor) for factor in FACTORS]
    return tuple(row for row in rows if row is not None)


def _cheapest(bench: Bench, rooms: Sequence[Room], winner: Judged, factor: float) -> tuple[float, float, str] | None:
    """Return the row of one limit."""
    slo, limit = _times(bench.question.slo, factor)
    other = Bench(replace(bench.question, slo=slo))
    found = [
        (row.usd_per_month, room.offer.machine)
        for room in rooms
        if (under := room_of(other.question, room.offer, room.max_rps)) is not None and under.bears[-1] > 1e-6
        for row in other.screen(_candidates(bench, under, winner))
        if row.attainment >= slo.attainment
    ]
    own = (winner.cost.expected, winner.candidate.machine)
    if factor == 1:
        return (limit, *own)
    best = min([*found, own] if factor > 1 else found, default=None)
    if best is None:
        return None
    return (limit, max(best[0], own[0]), best[1]) if factor < 1 else (limit, *best)


def _candidates(bench: Bench, room: Room, winner: Judged) -> list[Turned]:
    """Return settings of the first dial of the winner's form; of a fixed count where that has none."""
    found = dials(room, bench.past, bench.needed(room))
    own = [dial for dial in found if dial.form is winner.candidate.form]
    chosen = own or [dial for dial in found if dial.form is Form.FIXED]
    return [each for dial in chosen[:1] for each in turned(dial, _numbers(dial))]


def _numbers(dial: Dial) -> tuple[float, ...]:
    """Return numbers all along the dial."""
    first, last = dial.coarse[0], dial.coarse[-1]
    return (first, *dial.between(first, last, SETTINGS), last)


def _times(slo: Slo, factor: float) -> tuple[Slo, float]:
    """Return *slo* with *factor* on its limits, and the limit that names it, in ms."""

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * factor

    found = slo._replace(latency_ms=scaled(slo.latency_ms), ttft_ms=scaled(slo.ttft_ms), itl_ms=scaled(slo.itl_ms))
    return found, found.latency_ms or found.ttft_ms or found.itl_ms or 0.0
