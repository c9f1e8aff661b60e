"""Old facts are said to be old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from modelhost.catalog.age import LIMIT_DAYS, ages, stale_price, warnings

SOON, LATER = date(2026, 11, 22), date(2027, 12, 1)


def test_every_table_has_an_age() -> None:
    """In days since the day that it names."""
    found = {each.what: each for each in ages(SOON)}
    assert set(found) == set(LIMIT_DAYS)
    assert (found["prices"].day, found["prices"].days, found["prices"].stale) == ("2026-09-01", 82, False)


def test_what_is_old_is_told() -> None:
    """One sentence for each table, with what to run."""
    assert warnings(SOON) == ()
    old = warnings(LATER)
    assert "prices: the facts are of 2026-09-01, 456 days old; run: modelhost catalog refresh" in old
    assert len(old) == len(LIMIT_DAYS)


def test_a_single_price_may_be_old() -> None:
    """A regional price of January is stale in November; one of September is not; an unknown one has no age."""
    assert stale_price("ml.g6.xlarge", "eu-central-1", SOON) == (
        "the price of ml.g6.xlarge is of 2026-01-21, 305 days old; run: modelhost catalog refresh --region eu-central-1"
    )
    assert stale_price("ml.g6.xlarge", "us-west-2", SOON) is None
    assert stale_price("ml.p5e.48xlarge", "us-west-2", LATER) is None


def test_the_users_own_facts_age_too(refreshed: Callable[..., Path]) -> None:
    """A refresh of long ago is as stale as what is shipped, and a damaged file is told."""
    refreshed()
    assert "refreshed us-west-2: the facts are of 2026-11-20, 376 days old; run: modelhost catalog refresh" in warnings(
        LATER
    )
    refreshed("{")
    assert any("it is left aside" in each for each in warnings(SOON))
