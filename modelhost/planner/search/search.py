"""The search: the per-interval model screens everybody, the request-level simulator decides among the best."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from modelhost.planner.question import Question
from modelhost.planner.search.bench import (
    LEAST_REPLAYS,
    MOST_REPLAYS,
    REQUESTS_PER_SECOND,
    SHARE_OF_REPLAYS,
    Bench,
    Screening,
)
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.constraint import surviving
from modelhost.planner.search.deepen import untried
from modelhost.planner.search.grid import coarse, dials, fine
from modelhost.planner.search.race import Race, shortlist
from modelhost.planner.search.room import Room
from modelhost.planner.search.rooms import rooms

DEEPENINGS = 5
"""How often settings are looked for that nobody tried."""
LEAST_FURTHER, FURTHER = 2, 3
"""Fewest replays after each, and the part of all affordable ones that it may be; together half of those at most."""
Progress = Callable[[str, float], None]
"""Told what is done, and which share of all is behind."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search came to."""

    bench: Bench
    """What was judged on."""
    rooms: tuple[Room, ...]
    """Machine types on which a request may keep the promise."""
    screened: tuple[Screening, ...]
    """Everybody, as the per-interval model sees them."""
    race: Race
    """The replays."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds of each stage."""
    struck: frozenset[int] = frozenset()
    """Who was not replayed as it does not bear the load without a zone, by the identity of the candidate."""


def search(question: Question, progress: Progress | None = None) -> Found:
    """Return the candidates of *question*, all screened, the best replayed."""
    tell = progress or (lambda stage, share: None)
    begun = time.perf_counter()
    clock: dict[str, float] = {}

    def done(stage: str, share: float) -> None:
        clock[stage] = time.perf_counter() - begun - sum(clock.values())
        tell(stage, share)

    bench = Bench(question)
    known = tuple(rooms(question))
    done("what each machine bears", 0.1)
    screened: list[Screening] = []
    for place, room in enumerate(known):
        screened += _screened(bench, room)
        tell(f"screening {room.offer.machine}", 0.1 + 0.4 * (place + 1) / len(known))
    done("screening", 0.5)
    listed = shortlist(screened, question.slo.attainment)
    left = surviving(bench, listed)
    race = Race(bench, bench.slowed(left))
    done("screening with slow services", 0.55)
    most = affordable(bench)

    def told() -> None:
        tell(f"replay {len(race.done)}", 0.55 + 0.35 * min(1.0, len(race.done) / most))

    race.run(most, told)
    _deepen(race, most, told)
    race.run_doubtful(most, told)
    race.refine(told)
    done("replaying", 0.9)
    _complete(race)
    done("the best of each form", 0.95)
    struck = frozenset(id(each.turned.candidate) for each in listed) - {id(each.turned.candidate) for each in left}
    return Found(bench, known, tuple(screened), race, clock, struck)


def affordable(bench: Bench) -> int:
    """Return how many candidates may be replayed in search of the winner, in two or four worlds each."""
    if bench.pieces:
        return LEAST_REPLAYS
    budget = bench.question.budget_seconds * SHARE_OF_REPLAYS * REQUESTS_PER_SECOND
    grown = 0.0 if bench.grown is None else bench.grown.trace.total
    return int(min(max(budget / max(1.0, 2 * (bench.trace.total + grown)), LEAST_REPLAYS), MOST_REPLAYS))


def _screened(bench: Bench, room: Room) -> list[Screening]:
    """Return the settings of one machine, a coarse grid and a finer one, as the per-interval model sees them."""
    first = bench.screen(coarse(dials(room, bench.past, bench.needed(room))))
    kept, cost = [each.attainment for each in first], [each.usd_per_month for each in first]
    further = fine([each.turned for each in first], kept, cost, bench.question.slo.attainment)
    return first + (bench.screen(further) if further else [])


def _deepen(race: Race, most: int, told: Callable[[], None]) -> None:
    """Screen what was not tried and may hold for less than the best, and replay the best of it."""
    for _ in range(DEEPENINGS):
        near = shortlist(race.bench.screen(untried(race)), race.bench.question.slo.attainment)
        further = surviving(race.bench, near)
        if not further:
            return
        race.entrants += race.bench.slowed(further)
        before = len(race.done)
        limit = min(before + max(LEAST_FURTHER, most // FURTHER), most + most // 2)
        race.run(limit, told)
        race.run_doubtful(limit, told)
        if len(race.done) == before:
            return


def _complete(race: Race) -> None:
    """Replay, of each form that has none that holds, the one that most likely does."""
    for form in Form:
        following = race.following(form) if race.best(form) is None else None
        if following is not None:
            race.verify(following)
