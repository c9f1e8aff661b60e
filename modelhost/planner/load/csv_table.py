"""A text file with separators as a table; a header is found, and the lines above the rows of a CloudWatch export."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

import numpy as np

from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.limit import LONGEST_LINE_BYTES, MOST_COLUMNS, MOST_ROWS
from modelhost.planner.load.source import lines
from modelhost.planner.load.table import BATCH_ROWS, Batch, Table

SEPARATORS = ",;\t|"
CELLS_AT_ONCE = 1 << 18
"""Cells that are held at once, wanted or not."""
LOOKED_AT = 40
"""Rows in which a header and the facts above it are looked for."""
FACTS = {"label", "full label", "period", "statistic", "id", "namespace", "metric name", "account", "region", "unit"}
"""First cells of the lines above the rows of a CloudWatch console export."""
DATA = re.compile(r"\s*(-?\d|$)")
"""How a first cell begins that is a time or a number, not a name."""

Row = tuple[int, list[str]]


def csv_table(path: Path) -> Table:
    """Return *path* as a table; raise TraceError where it has no rows."""
    rows = _rows(path)
    seen = list(islice(rows, LOOKED_AT))
    if not seen:
        raise fault(str(path), "has no rows", "give a header and rows")
    names, facts, above = _header([cells for _, cells in seen])
    if len(names) > MOST_COLUMNS:
        raise fault(str(path), f"has {len(names):,} columns", f"give at most {MOST_COLUMNS:,}")
    rest = chain(seen[above:], rows)
    return Table(str(path), names, lambda wanted: _batches(rest, str(path), len(names), wanted), facts)


def _rows(path: Path) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_LINE_BYTES)
    text = lines(path)
    first = next(text, "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(chain([first], text), delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise fault(f"{path} line {reader.line_num}", f"is not CSV: {error}", "close its quotes") from None
        if cells and cells[0][:1] != "#" and any(cells):
            yield reader.line_num, cells


def _header(rows: Sequence[list[str]]) -> tuple[tuple[str, ...], dict[str, str], int]:
    """Return the names of the columns, the facts above them, and how many rows these take."""
    if DATA.match(rows[0][0]) and any(DATA.match(cell) for cell in rows[0][1:] or rows[0]):
        return tuple(f"column {number}" for number in range(1, len(rows[0]) + 1)), {}, 0
    above = 0
    while above < len(rows) and rows[above][0].strip().lower() in FACTS:
        above += 1
    if above < 2:
        return tuple(cell.strip() for cell in rows[0]), {}, 1
    facts = {row[0].strip().lower(): ", ".join(row[1:]) for row in rows[:above]}
    labels = next((row for row in rows[:above] if row[0].strip().lower() == "label"), rows[0])
    return ("time", *(cell.strip() for cell in labels[1:])), facts, above


def _batches(rows: Iterator[Row], place: str, width: int, wanted: Sequence[int]) -> Iterator[Batch]:
    total, at_once = 0, max(16, min(BATCH_ROWS, CELLS_AT_ONCE // width))
    while held := list(islice(rows, at_once)):
        total += len(held)
        if total > MOST_ROWS:
            raise fault(f"{place} line {held[-1][0]}", f"there are more than {MOST_ROWS:,} rows", "give fewer")
        rows_held = [cells for _, cells in held]
        if set(map(len, rows_held)) != {width}:
            _refuse_uneven(held, place, width)
        numbers = np.fromiter((line for line, _ in held), np.int64, len(held))
        yield Batch(numbers, [list(map(itemgetter(column), rows_held)) for column in wanted])


def _refuse_uneven(held: Sequence[Row], place: str, width: int) -> None:
    """Raise at the first row that has fewer cells than the header, or more that are not empty."""
    for line, cells in held:
        if len(cells) < width or any(cells[width:]):
            wrong = f"has {len(cells)} cells where the header has {width}: {shown(cells)}"
            raise fault(f"{place} line {line}", wrong, "complete the row, or take it out")
