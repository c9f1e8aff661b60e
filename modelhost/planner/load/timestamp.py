"""Times of a trace as nanoseconds: dates with or without a zone, numbers since 1970, or since the trace began."""

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.column import UNITS, Column
from modelhost.planner.load.fault import shown
from modelhost.planner.load.letters import dates, decimals, texts
from modelhost.planner.load.spelled import digits_ns, iso, surely_digits
from modelhost.planner.load.table import Batch, Cells, Table, plain

DATE = re.compile(
    r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?\s*",
    re.IGNORECASE,
)
"""A date as ISO 8601 writes it, with some of the freedoms that exports take."""
EARLIEST_SECONDS, LATEST_SECONDS = 978_307_200, 4_102_444_800
"""2001 and 2100: a number between these, in some unit, is a time since 1970."""
LEAST_LETTERS = len("2026-01-31T12:00:00")
LONGEST_SECONDS = 100 * 365 * 86_400
"""No time since the start of a trace is longer."""
REMEDY = "write 2026-01-31T12:00:00Z or a number, and say its unit with columns time=NAME:ms"


class Times:
    """Turns the cells of a column of times into nanoseconds; what the first one is, all have to be."""

    def __init__(self, table: Table, column: Column) -> None:
        """Read *column* of *table*."""
        self._table = table
        self._column = column
        self._scale: float | None = None
        self._digits: bool | None = None
        self.dated = False
        """Whether times are since 1970, in UTC."""
        self.zoned: bool | None = None
        """Whether dates carry a zone; none where times are numbers."""
        self.words = ""
        """What was found, for the notes."""

    def read(self, batch: Batch, place: int) -> Counts:
        """Return (rows,) nanoseconds since 1970, or since the trace's own zero; raise TraceError at a bad one."""
        cells = batch.cells[place]
        if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
            self._found("dates", 1.0, dated=True)
            return cells.astype("datetime64[ns]").astype(np.int64)
        if isinstance(cells, np.ndarray) and cells.dtype.kind == "S":
            return self._letters(batch, cells)
        return self._read(batch, cells)

    def _letters(self, batch: Batch, cells: Any) -> Counts:
        """Return the same from fixed-width bytes, at once where all are alike."""
        values = decimals(cells)
        if values is not None:
            return self._numbers(batch, cells, values)
        alike = _alike_letters(cells) if self._scale is None or self.zoned is not None else None
        if alike is not None and self.zoned in (None, alike[1]):
            self._date(alike[1])
            return alike[0]
        return self._read(batch, texts(cells))

    def _read(self, batch: Batch, cells: Cells) -> Counts:
        try:
            values = np.asarray(cells, dtype=np.float64)
        except (ValueError, TypeError, OverflowError):
            return self._dates(batch, cells)
        return self._numbers(batch, cells, values)

    def _numbers(self, batch: Batch, cells: Cells, values: Any) -> Counts:
        wrong = ~np.isfinite(values) | (values < 0)
        if values.ndim != 1 or wrong.any():
            row = 0 if values.ndim != 1 else int(wrong.argmax())
            raise self._fault(batch, row, cells[row], "is not a time")
        if self._digits is not False and not self._column.unit:
            spelled = digits_ns(values)
            if spelled is not None or self._digits or surely_digits(values[0]):
                return self._digital(batch, cells, spelled)
        if self._scale is None:
            self._number(values)
        if self.zoned is not None or self._scale is None:
            raise self._fault(batch, 0, cells[0], "is a number among dates")
        wrong = values * self._scale > (LATEST_SECONDS if self.dated else LONGEST_SECONDS)
        if self.dated:
            wrong |= values * self._scale < EARLIEST_SECONDS
        if wrong.any():
            row = int(wrong.argmax())
            raise self._fault(batch, row, cells[row], "is no time in the unit of the first one")
        whole = np.floor(values)
        per_unit = round(self._scale * SECOND_NS)
        found: Counts = whole.astype(np.int64) * per_unit + np.rint((values - whole) * per_unit).astype(np.int64)
        return found

    def _digital(self, batch: Batch, cells: Cells, found: Counts | None) -> Counts:
        """Return *found*, what dates of digits alone come to; raise TraceError where they are none, as others were."""
        if found is None:
            row = next(row for row, cell in enumerate(cells) if digits_ns(np.array([float(cell)])) is None)
            raise self._fault(batch, row, cells[row], "is no date of digits as the first one")
        self._digits = True
        self._found("dates of digits alone, taken as UTC", 1.0, dated=True)
        return found

    def _number(self, values: Any) -> None:
        """Take the unit from the first of *values*, or from the name; whoever counts in fractions counts seconds."""
        first = float(values[0])
        said = self._column.unit
        if self._column.assumed and (values != np.floor(values)).any():
            said = "s"
        for unit in (said,) if said else ("s", "ms", "us", "ns"):
            if EARLIEST_SECONDS <= first * UNITS[unit] <= LATEST_SECONDS:
                self._found(f"{unit} since 1970", UNITS[unit], dated=True)
                return
        guessed = "" if said else ", by guess"
        self._found(f"{said or 's'} since the start{guessed}", UNITS[said or "s"], dated=False)

    def _dates(self, batch: Batch, cells: Cells) -> Counts:
        alike = _alike(cells) if self._scale is None or self.zoned is not None else None
        if alike is not None and self.zoned in (None, alike[1]):
            self._date(alike[1])
            return alike[0]
        found = np.empty(len(cells), dtype=np.int64)
        for row, cell in enumerate(cells):
            match = DATE.fullmatch(iso(cell)) if isinstance(cell, str) else None
            if match is None:
                raise self._fault(batch, row, cell, "is not a time")
            zoned = match.group(8) is not None
            if self._scale is None:
                self._date(zoned)
            if self.zoned is None or zoned != self.zoned:
                wrong = "is a date among numbers" if self.zoned is None else "mixes times with and without a zone"
                raise self._fault(batch, row, cell, wrong)
            try:
                found[row] = _nanoseconds(match)
            except (ValueError, OverflowError):
                raise self._fault(batch, row, cell, "is not a time") from None
        return found

    def _date(self, zoned: bool) -> None:
        self.zoned = zoned
        self._found("dates in UTC" if zoned else "dates without a zone, taken as UTC", 1.0, dated=True)

    def _found(self, what: str, scale: float, dated: bool) -> None:
        if self._scale is None:
            self._scale, self.dated = scale, dated
            self._digits = bool(self._digits)
            self.words = f"times from {shown(self._column.name)}: {what}"

    def _fault(self, batch: Batch, row: int, cell: object, wrong: str) -> Exception:
        name = self._column.name
        return self._table.fault(int(batch.lines[row]), f"{name} {shown(plain(cell))} {wrong}", REMEDY)


def _alike_letters(cells: Any) -> tuple[Counts, bool] | None:
    """Return what `_alike` does, from fixed-width bytes."""
    match = DATE.fullmatch(cells[0].decode())
    if match is None:
        return None
    zone = match.group(8) or ""
    found = dates(cells, zone)
    return None if found is None else _dated(found, zone)


def _dated(found: Counts, zone: str) -> tuple[Counts, bool] | None:
    """Return the times in UTC and whether they had a zone; none where one lies outside of what dates may be."""
    seconds = found // SECOND_NS
    if not ((seconds >= EARLIEST_SECONDS) & (seconds <= LATEST_SECONDS)).all():
        return None
    offset = _zone(zone or None).utcoffset(None)
    return found - round(offset.total_seconds()) * SECOND_NS, bool(zone)


def _alike(cells: Cells) -> tuple[Counts, bool] | None:
    """Return the times of ISO dates of one zone, fast, and whether they have a zone; none for others."""
    first = cells[0]
    match = DATE.fullmatch(first) if isinstance(first, str) else None
    if match is None or match.group(6) is None or "/" in first or "," in first or first != first.strip():
        return None
    zone = match.group(8) or ""
    if not all(isinstance(cell, str) and cell.endswith(zone) and "19" < cell < "21" for cell in cells):
        return None
    lengths = set(map(len, cells))
    if min(lengths) < LEAST_LETTERS or (not zone and len(lengths) > 1):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # numpy warns of a zone inside, and then goes on
            found = np.array([cell[: len(cell) - len(zone)].rstrip() for cell in cells], dtype="datetime64[ns]")
    except (ValueError, Warning):
        return None
    return None if np.isnat(found).any() else _dated(found.astype(np.int64), zone)


def _nanoseconds(match: "re.Match[str]") -> int:
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    time = datetime(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=_zone(zone)
    )
    if not EARLIEST_SECONDS <= time.timestamp() <= LATEST_SECONDS:
        raise ValueError
    return int(time.timestamp()) * SECOND_NS + int((fraction or "0").ljust(9, "0")[:9])


def _zone(text: str | None) -> timezone:
    if text is None or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if text[0] == "+" else -offset)
