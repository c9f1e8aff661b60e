"""From which value on another candidate wins."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from modelhost.planner.answer import Flip
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.sized import by_demand
from modelhost.planner.verdict.sweep import Change, Seen, cheapest, under
from modelhost.planner.verdict.wording import times

FACTORS = (1.5, 2.0, 3.0, 4.0, 0.5, 0.25)
"""Changes that are looked at, by which the search for a flip begins."""
RIVALS = 4
"""Others that may win instead: the cheapest."""
HALVINGS = 4
"""Halvings of the stretch in which a flip was found."""


def flips(bench: Bench, winner: Judged, others: Sequence[Judged], stands: Judged | None = None) -> Iterator[Flip]:
    """Yield when one of *others* would win instead of *winner*: by start-up, load and speed of the service.

    *stands* is today's way, which is left for a saving of 2 % only. Nothing is known of ladders that demand moves.
    """
    if _ladder(winner):
        return
    rivals = {id(each): each for each in others if each is not winner and (each.feasible or not each.candidate.sizes)}
    rivals = {name: each for name, each in rivals.items() if not _ladder(each)}
    best = sorted(rivals.values(), key=lambda each: each.cost.expected)
    who = under(bench, [winner, *best[:RIVALS]], Change())
    offer = bench.offer(winner.candidate.machine)
    seconds = offer.startup.mean_seconds
    for what, change, told in (
        ("start-up", lambda factor: Change(startup=factor), lambda factor: f"{seconds * factor / 60:.0f} minutes"),
        ("load", lambda factor: Change(load=factor), lambda factor: f"{times(factor)} times today's"),
        ("service time", lambda factor: Change(service=factor), lambda factor: f"{times(factor)} times as expected"),
    ):
        yield from _flip(_Field(bench, who, stands), what, change, told)


class _Field(NamedTuple):
    """Who may win, and what stands."""

    bench: Bench
    who: Sequence[Seen]
    stands: Judged | None

    def name(self, change: Change) -> str:
        """Return who wins under *change*; empty when nobody keeps the promise."""
        found = cheapest(self.bench, self.who, change, self.stands)
        return found.judged.candidate.label if found else ""


def _flip(field: _Field, what: str, change: Callable[[float], Change], told: Callable[[float], str]) -> Iterator[Flip]:
    """Yield the first flip above and the first below what is."""
    usual = field.name(Change())
    if not usual:
        return
    for factors in ([f for f in FACTORS if f > 1], [f for f in FACTORS if f < 1]):
        before = 1.0
        for factor in factors:
            name = field.name(change(factor))
            if name != usual:
                edge = _edge(field, change, before, factor)
                word = "over" if factor > 1 else "under"
                yield Flip(what, f"{word} {told(edge)}", f"{name} wins" if name else "none of these keeps the promise")
                break
            before = factor


def _edge(field: _Field, change: Callable[[float], Change], same: float, other: float) -> float:
    """Return where, between the factors *same* and *other*, the winner changes."""
    stays = field.name(change(same))
    for _ in range(HALVINGS):
        middle = math.sqrt(same * other)
        if field.name(change(middle)) == stays:
            same = middle
        else:
            other = middle
    return math.sqrt(same * other)


def _ladder(judged: Judged) -> bool:
    """Whether demand moves the size, of which there is no model."""
    return bool(judged.candidate.sizes) and by_demand(judged.candidate)
