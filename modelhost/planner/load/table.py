"""What every kind of file is to the reader: named columns, and rows in batches that know their lines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.load.fault import TraceError, fault, shown
from modelhost.planner.load.letters import decimals, texts

BATCH_ROWS = 1 << 12
"""Rows that are turned into arrays at once."""
Cells = Sequence[Any] | np.ndarray[Any, Any]
"""The cells of one column in one batch: texts, numbers or lists; texts also as fixed-width bytes in UTF-8."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Some rows."""

    lines: Counts
    """(rows,) the line, or for Parquet the row, at which each stands."""
    cells: list[Cells]
    """The wanted columns, in the order that was asked."""


@dataclass(frozen=True, eq=False)
class Table:
    """A file as columns."""

    place: str
    """What to call it in a message."""
    names: tuple[str, ...]
    """Its columns."""
    batches: Callable[[Sequence[int]], Iterator[Batch]]
    """What yields the rows of the columns at these places; to be called once."""
    facts: dict[str, str] = field(default_factory=dict)
    """What stood above the rows, such as the period and the statistic of a CloudWatch export."""
    unit: str = "line"
    """What `Batch.lines` counts."""

    def at(self, line: int) -> str:
        """Return the name of the place."""
        return f"{self.place} {self.unit} {line}"

    def fault(self, line: int, wrong: str, remedy: str) -> TraceError:
        """Return what is wrong at a line."""
        return fault(self.at(line), wrong, remedy)


def numbers(table: Table, batch: Batch, place: int, column: str, most: float, blank: bool = False) -> Floats:
    """Return (rows,) numbers of 0 to *most*; nan for an empty cell where *blank* ones may be.

    Raise TraceError at the first cell that is no such number.
    """
    cells = batch.cells[place]
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "S":
        read = decimals(cells)
        cells = texts(cells) if read is None else read
    try:
        values = np.asarray(cells, dtype=np.float64)
        if values.ndim != 1:
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        values = np.array([_number(cell) for cell in cells], dtype=np.float64)
    bad = ~((values >= 0.0) & (values <= most))
    if blank:
        bad &= ~(np.isnan(values) & np.array([_blank(cell) for cell in cells]))
    if bad.any():
        row = int(bad.argmax())
        wrong = f"{column} is {shown(plain(batch.cells[place][row]))}"
        raise table.fault(int(batch.lines[row]), wrong, f"give a number of 0 to {most:g}")
    return values


BLANKS = ("", "nan", "null", "none", "na", "n/a", "-")
"""What an empty cell may say."""


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and np.isnan(cell)) or str(cell).strip().lower() in BLANKS


def _number(cell: Any) -> float:
    if isinstance(cell, bool):
        return float("inf")
    try:
        return float(cell)
    except (ValueError, TypeError, OverflowError):
        return float("nan") if _blank(cell) else float("inf")


def plain(cell: Any) -> object:
    """Return *cell* as Python's own kind of value."""
    value = cell.item() if isinstance(cell, np.generic) else cell
    return value.decode() if isinstance(value, bytes) else value


def as_texts(cells: Cells) -> Cells:
    """Return *cells*, as texts where they are bytes."""
    return texts(cells) if isinstance(cells, np.ndarray) and cells.dtype.kind == "S" else cells
