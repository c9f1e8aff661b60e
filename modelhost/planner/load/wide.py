"""A table with a column for every minute of a day and a row for every function, as Azure publishes invocations."""

from collections.abc import Sequence

import numpy as np

from modelhost.planner.load.fault import fault
from modelhost.planner.load.limit import GREATEST_COUNT
from modelhost.planner.load.table import Table, numbers
from modelhost.planner.load.trace import Trace

MINUTES = 1_440


def day_columns(names: Sequence[str]) -> list[int]:
    """Return the places of the columns `1` to `1440`; empty where there are none such."""
    places = {name: place for place, name in enumerate(names)}
    found = [places.get(str(minute), -1) for minute in range(1, MINUTES + 1)]
    return [] if -1 in found else found


def per_day(table: Table, places: list[int], name: str) -> Trace:
    """Return the day's counts per minute of all rows together."""
    counts, rows = np.zeros(MINUTES), 0
    for batch in table.batches(places):
        rows += len(batch.lines)
        for minute in range(MINUTES):
            counts[minute] += numbers(table, batch, minute, f"minute {minute + 1}", GREATEST_COUNT).sum()
    if not rows:
        raise fault(table.place, "has no rows", "give a row per function")
    if counts.max() > GREATEST_COUNT:
        raise fault(table.place, f"has {counts.max():g} requests in a minute", f"give at most {GREATEST_COUNT:g}")
    return Trace(name, None, 60.0, counts, notes=(f"{rows:,} rows with a column per minute of a day, added up",))
