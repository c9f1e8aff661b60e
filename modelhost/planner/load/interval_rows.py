"""A trace whose rows are windows with a count or a rate."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import SECOND_NS, nanoseconds
from modelhost.planner.load.column import UNITS, Column, Role
from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.limit import GREATEST_COUNT, GREATEST_TOKENS, MOST_WINDOWS
from modelhost.planner.load.scale import MOST_CLASSES
from modelhost.planner.load.table import Batch, Table, numbers
from modelhost.planner.load.timestamp import Times
from modelhost.planner.load.trace import Tokens, Trace

OFF_GRID = 0.25
"""A row may lie so far from its place among windows of equal width, as a share of the width."""
ROLES = (Role.REQUESTS, Role.RATE, Role.CV, Role.INPUT, Role.OUTPUT)
"""What a window may have; tokens are means."""
GREATEST_CV = 1e3


class _Rows(NamedTuple):
    """All rows of the file."""

    lines: Counts
    times_ns: Counts
    values: dict[Role, Floats]


def per_interval(table: Table, roles: dict[Role, Column], name: str, window_seconds: float = 0.0) -> Trace:
    """Return the trace; *window_seconds* is for rows without times, or where one row does not tell the width.

    Rows that are missing are gaps; in CloudWatch, which publishes nothing where nothing was asked, they are zeros.
    Raise TraceError where rows repeat, go back, or do not lie on windows of equal width.
    """
    times = Times(table, roles[Role.TIME]) if Role.TIME in roles else None
    rows = _read(table, roles, times, window_seconds)
    width_ns = nanoseconds(window_seconds) or _width(table, rows)
    places = _places(table, rows, width_ns)
    windows = int(places[-1]) + 1
    if windows > MOST_WINDOWS:
        wrong = f"{windows:,} windows of {width_ns / SECOND_NS:g} s lie between its first and last row"
        raise fault(table.place, wrong, "look at the first and the last time, or say their unit")
    watched = table.facts.get("source") == "CloudWatch" or "statistic" in table.facts
    counts = _spread(_counts(rows, roles, width_ns), places, windows, 0.0 if watched else np.nan)
    cv = _spread(rows.values[Role.CV], places, windows, np.nan) if Role.CV in roles else None
    start = None
    if times is not None and times.dated:
        start = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(rows.times_ns[0]) // 1_000)
    notes = _notes(table, roles, times, width_ns, windows - len(places), watched)
    return Trace(name, start, width_ns / SECOND_NS, counts, cv, tokens=_tokens(rows), notes=notes)


def _read(table: Table, roles: dict[Role, Column], times: Times | None, window_seconds: float) -> _Rows:
    order = [role for role in Role if role in roles and (role in ROLES or role is Role.TIME)]
    lines: list[Counts] = []
    stamps: list[Counts] = []
    values: dict[Role, list[Floats]] = {role: [] for role in order if role is not Role.TIME}
    total = 0
    for batch in table.batches([roles[role].place for role in order]):
        total += len(batch.lines)
        if total > MOST_WINDOWS:
            raise table.fault(int(batch.lines[-1]), f"there are more than {MOST_WINDOWS:,} windows", "give fewer")
        lines.append(batch.lines)
        for place, role in enumerate(order):
            if role is Role.TIME and times is not None:
                stamps.append(times.read(batch, place))
            else:
                values[role].append(_numbers(table, batch, place, role, roles[role].name))
    if not total:
        raise fault(table.place, "has no rows", "give a row per window")
    if times is None:
        stamps = [np.arange(total, dtype=np.int64) * nanoseconds(window_seconds)]
    rows = _Rows(np.concatenate(lines), np.concatenate(stamps), {r: np.concatenate(v) for r, v in values.items()})
    backward = total > 1 and bool((np.diff(rows.times_ns) < 0).all())
    if not backward:
        return rows
    return _Rows(rows.lines[::-1], rows.times_ns[::-1], {role: held[::-1] for role, held in rows.values.items()})


def _numbers(table: Table, batch: Batch, place: int, role: Role, name: str) -> Floats:
    most = {Role.INPUT: GREATEST_TOKENS, Role.OUTPUT: GREATEST_TOKENS, Role.CV: GREATEST_CV}.get(role, GREATEST_COUNT)
    return numbers(table, batch, place, name, most, blank=True)


def _width(table: Table, rows: _Rows) -> int:
    """Return the most frequent step between rows in nanoseconds."""
    steps = np.diff(rows.times_ns)
    _refuse_back(table, rows, steps)
    if not len(steps):
        raise fault(table.place, "has one row, which does not tell its width", "say columns window=SECONDS")
    found, often = np.unique(steps, return_counts=True)
    return int(found[often.argmax()])


def _refuse_back(table: Table, rows: _Rows, steps: Counts) -> None:
    if (steps <= 0).any():
        row = int((steps <= 0).argmax()) + 1
        same = steps[row - 1] == 0
        wrong = f"its time {'repeats' if same else 'lies before'} that of {table.unit} {int(rows.lines[row - 1])}"
        remedy = "give each window once, in order, in UTC; if rows are single requests, say columns requests=none"
        raise table.fault(int(rows.lines[row]), wrong, remedy)


def _places(table: Table, rows: _Rows, width_ns: int) -> Counts:
    """Return (rows,) the window of each row."""
    _refuse_back(table, rows, np.diff(rows.times_ns))
    since = rows.times_ns - rows.times_ns[0]
    places: Counts = np.rint(since / width_ns).astype(np.int64)
    wrong = np.abs(since - places * width_ns) > OFF_GRID * width_ns
    wrong[1:] |= np.diff(places) <= 0
    if wrong.any():
        row = int(wrong.argmax())
        what = f"its time is {since[row] / SECOND_NS:g} s after the first, no multiple of {width_ns / SECOND_NS:g} s"
        remedy = "give windows of equal width; if rows are single requests, say columns requests=none"
        raise table.fault(int(rows.lines[row]), what, remedy)
    return places


def _counts(rows: _Rows, roles: dict[Role, Column], width_ns: int) -> Floats:
    if Role.REQUESTS in roles:
        return rows.values[Role.REQUESTS]
    per = UNITS[roles[Role.RATE].unit or "s"]
    return np.minimum(rows.values[Role.RATE] * (width_ns / SECOND_NS / per), GREATEST_COUNT)


def _spread(values: Floats, places: Counts, windows: int, missing: float) -> Floats:
    found = np.full(windows, missing)
    found[places] = values
    return found


def _tokens(rows: _Rows) -> Tokens | None:
    """Return a class for each window, or for evenly chosen ones, by its share of the requests."""
    if Role.INPUT not in rows.values or Role.OUTPUT not in rows.values:
        return None
    load = rows.values.get(Role.REQUESTS, rows.values.get(Role.RATE))
    prompts, answers = rows.values[Role.INPUT], rows.values[Role.OUTPUT]
    if load is None:
        return None
    known = np.flatnonzero(~(np.isnan(prompts) | np.isnan(answers) | np.isnan(load)) & (np.nan_to_num(load) > 0))
    if not len(known):
        return None
    chosen = known[np.linspace(0, len(known) - 1, min(MOST_CLASSES, len(known))).astype(np.int64)]
    return Tokens(load[chosen] / load[chosen].sum(), prompts[chosen], answers[chosen])


def _notes(
    table: Table, roles: dict[Role, Column], times: Times | None, width_ns: int, missing: int, watched: bool
) -> tuple[str, ...]:
    role = Role.REQUESTS if Role.REQUESTS in roles else Role.RATE
    per = "" if role is Role.REQUESTS else f" per {roles[role].unit or 's'}"
    label = table.facts.get("label", "")
    what = f"{role}{per} from {shown(roles[role].name)}{f' ({label})' if label else ''}"
    notes = [times.words if times else "no times; rows follow each other"]
    notes.append(f"rows are windows of {width_ns / SECOND_NS:g} s with {what}")
    if missing:
        rule = "no requests, as CloudWatch publishes nothing then" if watched else "not known"
        notes.append(f"{missing:,} windows have no row: {rule}")
    return tuple(notes)
