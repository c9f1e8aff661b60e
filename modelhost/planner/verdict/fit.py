"""Every machine type that was looked at: whether the model fits, what it bears, what a million requests cost."""

import math
from collections.abc import Sequence

from modelhost.planner.answer import FitRow
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.room import Room


def fits(question: Question, rooms: Sequence[Room]) -> list[FitRow]:
    """Return a row for each offer, best value first, those that do not fit last."""
    known = {room.offer.machine: room for room in rooms}
    rows = [_row(offer, known.get(offer.machine)) for offer in question.offers]
    return sorted(rows, key=lambda row: (not row.fits, row.usd_per_million, row.usd_per_hour))


def _row(offer: Offer, room: Room | None) -> FitRow:
    """Return the row of one offer."""
    if offer.misfit:
        return FitRow(offer.machine, False, 0.0, offer.usd_per_hour, math.inf, offer.misfit)
    if room is None:
        text = "even a lone request breaks the promise, or the load needs more replicas than the quota"
        return FitRow(offer.machine, True, 0.0, offer.usd_per_hour, math.inf, text)
    text = offer.service.basis
    return FitRow(offer.machine, True, room.max_rps, offer.usd_per_hour, room.usd_per_million, text)
