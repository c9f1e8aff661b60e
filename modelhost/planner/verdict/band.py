"""Who wins where services are as fast, and as slow, as their band allows: for machines that were never measured."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from modelhost.planner.answer import Verdict
from modelhost.planner.question import Offer
from modelhost.planner.search.bench import Bench, Screening
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.dial import turned
from modelhost.planner.search.grid import dials
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.room import Room
from modelhost.planner.search.rooms import room_of
from modelhost.planner.verdict.wording import usd

WIDE = 1.3
"""Upper end of a band from which on a service counts as never measured."""
MACHINES = 2
"""Machine types that are ranked beside the winner's: the best value as things are."""
SETTINGS = 4
"""Settings of each form on each machine, beside its safest."""
QUESTION = "and if services are as fast or slow as they may be?"


def band_verdict(bench: Bench, rooms: Sequence[Room], winner: Judged) -> Iterator[Verdict]:
    """Yield who wins at each end of the band, re-sized for it, where the winner or a rival was never measured.

    By the per-interval model, each machine at the end of its own band, in the winner's form and as a fixed count.
    """
    own = winner.candidate.machine
    likely = sorted(rooms, key=lambda room: (room.offer.machine != own, room.usd_per_million))[: MACHINES + 1]
    if not any(room.offer.service.band[1] >= WIDE for room in likely):
        return
    fast, slow = (_winner(bench, likely, end, winner.candidate.form) for end in (0, 1))
    same = fast is not None and slow is not None and fast.turned.candidate.machine == own == _machine(slow)
    text = f"{_told('fast', fast)}; {_told('slow', slow)}; by the per-interval model, sized anew for each"
    yield Verdict(QUESTION, f"{own} either way" if same else "another machine may be right: measure first", text)


def _winner(bench: Bench, rooms: Sequence[Room], end: int, form: Form) -> Screening | None:
    """Return the cheapest that keeps the promise with every service at one *end* of its band; none when none does."""
    offers = {room.offer.machine: _at(room.offer, end) for room in rooms}
    other = Bench(replace(bench.question, offers=tuple(offers.values())))
    found: list[Screening] = []
    for room in rooms:
        rate = room.max_rps / room.offer.service.band[end]
        there = room_of(other.question, offers[room.offer.machine], rate)
        if there is None or there.bears[-1] <= 1e-6:
            continue
        chosen = {dial.form: dial for dial in reversed(dials(there, bench.past, bench.needed(there)))}
        wanted = [dial for each, dial in chosen.items() if each in (Form.FIXED, form)]
        settings = [dial.between(dial.coarse[0], dial.coarse[-1], SETTINGS) for dial in wanted]
        rows = zip(wanted, settings, strict=True)
        found += other.screen([each for dial, numbers in rows for each in turned(dial, (dial.coarse[0], *numbers))])
    kept = [row for row in found if row.attainment >= bench.question.slo.attainment]
    return min(kept, key=lambda row: row.usd_per_month, default=None)


def _at(offer: Offer, end: int) -> Offer:
    """Return *offer* with its service at one end of its band."""
    return replace(offer, service=offer.service.scaled(offer.service.band[end]))


def _machine(found: Screening) -> str:
    """Return the machine type."""
    return found.turned.candidate.machine


def _told(word: str, found: Screening | None) -> str:
    """Return the winner of one end in words."""
    if found is None:
        return f"as {word} as they may be, none of these keeps the promise"
    return f"as {word} as they may be, {found.turned.candidate.label} wins: {usd(found.usd_per_month)}"
