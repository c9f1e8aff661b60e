"""Old prices are told with a plan."""

from __future__ import annotations

from datetime import date, timedelta

from modelhost.catalog.age import PRICE_LIMIT_DAYS
from modelhost.catalog.price import hourly_price
from modelhost.cli.plan.dated import dated
from tests.cli.plan.answer import plan


def test_an_old_price_is_a_note():
    """Of what is proposed and of what stands, once each; a fresh price is none."""
    found = plan()
    names = {each.candidate.machine for each in (found.winner, found.today) if each is not None}
    days = [hourly_price(name, found.question.region).day for name in names]  # type: ignore[union-attr]
    fresh = date.fromisoformat(min(days)) + timedelta(days=PRICE_LIMIT_DAYS)
    assert dated(found, fresh).notes == found.notes
    late = date.fromisoformat(max(days)) + timedelta(days=PRICE_LIMIT_DAYS + 1)
    told = dated(found, late).notes[len(found.notes) :]
    assert len(told) == len(names)
    assert all(note.startswith("The price of ml.") and "modelhost catalog refresh --region" in note for note in told)


def test_nothing_proposed_has_no_price():
    """A plan without a winner and without today keeps its notes."""
    found = plan(winner=None, today=None)
    assert dated(found, date(2999, 1, 1)).notes == found.notes
