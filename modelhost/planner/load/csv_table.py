"""A text file with separators as a table; a header is found, and the lines above the rows of a CloudWatch export."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.limit import LONGEST_LINE_BYTES, MOST_COLUMNS, MOST_ROWS
from modelhost.planner.load.regular import regular
from modelhost.planner.load.source import MARK, blocks, lines, lines_of
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


class _Form(NamedTuple):
    """How the rows of a file are written."""

    path: Path
    separator: str
    width: int
    """Cells of a row."""
    above: int
    """Lines of the header and of what stands above it."""


def csv_table(path: Path) -> Table:
    """Return *path* as a table; raise TraceError where it has no rows."""
    first = next(lines(path), "")
    separator = max(SEPARATORS, key=first.count)
    seen = list(islice(_rows(path, lines(path), separator), LOOKED_AT))
    if not seen:
        raise fault(str(path), "has no rows", "give a header and rows")
    names, facts, above = _header([cells for _, cells in seen])
    if len(names) > MOST_COLUMNS:
        raise fault(str(path), f"has {len(names):,} columns", f"give at most {MOST_COLUMNS:,}")
    form = _Form(path, separator, len(names), seen[above - 1][0] if above else 0)
    return Table(str(path), names, lambda wanted: _batches(form, wanted), facts)


def _rows(path: Path, text: Iterator[str], separator: str, before: int = 0) -> Iterator[Row]:
    """Yield the rows of *text*, which comes after so many lines, with the line at which each ends."""
    csv.field_size_limit(LONGEST_LINE_BYTES)
    reader = csv.reader(text, delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = f"{path} line {before + reader.line_num}"
            raise fault(place, f"is not CSV: {error}", "close its quotes") from None
        if cells and cells[0][:1] != "#" and (cells[0] or any(cells)):
            yield before + reader.line_num, cells


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


def _batches(form: _Form, wanted: Sequence[int]) -> Iterator[Batch]:
    total = 0
    for batch in _cut(form, wanted):
        total += len(batch.lines)
        if total > MOST_ROWS:
            place = f"{form.path} line {int(batch.lines[-1])}"
            raise fault(place, f"there are more than {MOST_ROWS:,} rows", "give fewer")
        yield batch


def _cut(form: _Form, wanted: Sequence[int]) -> Iterator[Batch]:
    """Yield the rows, a block at once where it is regular; behind a quote rows may go from block to block."""
    stream = blocks(form.path)
    for before, block in stream:
        count = block.count(b"\n") + (not block.endswith(b"\n"))
        skip = max(0, form.above - before)
        if skip >= count:
            continue
        found = regular(block if before else block.removeprefix(MARK), form.separator, form.width, skip)
        if found is not None:
            numbers = np.arange(before + skip + 1, before + count + 1)
            yield Batch(numbers, [found.column(place) for place in wanted])
        else:
            rest = chain([(before, block)], stream) if b'"' in block or b"\r" in block else iter([(before, block)])
            text = chain.from_iterable(lines_of(form.path, number, each) for number, each in rest)
            yield from _careful(form, _rows(form.path, text, form.separator, before), wanted)


def _careful(form: _Form, rows: Iterator[Row], wanted: Sequence[int]) -> Iterator[Batch]:
    """Yield the *rows* below the header, one by one."""
    below = (row for row in rows if row[0] > form.above)
    while held := list(islice(below, max(16, min(BATCH_ROWS, CELLS_AT_ONCE // form.width)))):
        rows_held = [cells for _, cells in held]
        if set(map(len, rows_held)) != {form.width}:
            _refuse_uneven(held, str(form.path), form.width)
        numbers = np.fromiter((line for line, _ in held), np.int64, len(held))
        yield Batch(numbers, [list(map(itemgetter(column), rows_held)) for column in wanted])


def _refuse_uneven(held: Sequence[Row], place: str, width: int) -> None:
    """Raise at the first row that has fewer cells than the header, or more that are not empty."""
    for line, cells in held:
        if len(cells) < width or any(cells[width:]):
            wrong = f"has {len(cells)} cells where the header has {width}: {shown(cells)}"
            raise fault(f"{place} line {line}", wrong, "complete the row, or take it out")
