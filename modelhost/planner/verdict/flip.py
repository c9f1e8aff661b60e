"""From which value on another candidate wins."""

import math
from collections.abc import Callable, Iterator, Sequence

from modelhost.planner.answer import Flip
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.sweep import Change, Seen, cheapest, under

FACTORS = (1.5, 2.0, 3.0, 4.0, 0.5, 0.25)
"""Changes that are looked at, by which the search for a flip begins."""
RIVALS = 5
"""Others that may win instead: the cheapest."""
HALVINGS = 4
"""Halvings of the stretch in which a flip was found."""


def flips(bench: Bench, winner: Judged, others: Sequence[Judged]) -> Iterator[Flip]:
    """Yield when one of *others* would win instead of *winner*: by start-up, load and speed of the service."""
    best = sorted((each for each in others if each is not winner), key=lambda each: each.cost.expected)
    who = under(bench, [winner, *best[:RIVALS]], Change())
    offer = bench.offer(winner.candidate.machine)
    seconds = offer.startup.mean_seconds
    for what, change, told in (
        ("start-up", lambda factor: Change(startup=factor), lambda factor: f"{seconds * factor / 60:.0f} minutes"),
        ("load", lambda factor: Change(load=factor), lambda factor: f"{factor:.2g} times today's"),
        ("service time", lambda factor: Change(service=factor), lambda factor: f"{factor:.2g} times as expected"),
    ):
        yield from _flip(bench, who, what, change, told)


def _flip(
    bench: Bench,
    who: Sequence[Seen],
    what: str,
    change: Callable[[float], Change],
    told: Callable[[float], str],
) -> Iterator[Flip]:
    """Yield the first flip above and the first below what is."""
    usual = cheapest(bench, who, Change())
    if usual is None:
        return
    for factors in ([f for f in FACTORS if f > 1], [f for f in FACTORS if f < 1]):
        before = 1.0
        for factor in factors:
            name = _name(bench, who, change(factor))
            if name != _named(usual.judged):
                edge = _edge(bench, who, change, before, factor)
                word = "over" if factor > 1 else "under"
                yield Flip(what, f"{word} {told(edge)}", f"{name} wins" if name else "none of these keeps the promise")
                break
            before = factor


def _edge(bench: Bench, who: Sequence[Seen], change: Callable[[float], Change], same: float, other: float) -> float:
    """Return where, between the factors *same* and *other*, the winner changes."""
    stays = _name(bench, who, change(same))
    for _ in range(HALVINGS):
        middle = math.sqrt(same * other)
        if _name(bench, who, change(middle)) == stays:
            same = middle
        else:
            other = middle
    return math.sqrt(same * other)


def _name(bench: Bench, who: Sequence[Seen], change: Change) -> str:
    """Return who wins under *change*; empty when nobody keeps the promise."""
    found = cheapest(bench, who, change)
    return _named(found.judged) if found else ""


def _named(judged: Judged) -> str:
    """Return what tells *judged* from the others."""
    return judged.candidate.label
