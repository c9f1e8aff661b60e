"""JSON lines, or a JSON document with a list of rows, as a table."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from modelhost.planner.load.cloudwatch import metric_rows
from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.limit import LONGEST_DOCUMENT_BYTES, MOST_COLUMNS, MOST_ROWS
from modelhost.planner.load.source import lines
from modelhost.planner.load.table import BATCH_ROWS, Batch, Table

LOOKED_AT = 1_000
"""Rows whose keys become the columns."""

Row = tuple[int, dict[str, Any]]


def json_table(path: Path, metric: str | None = None) -> Table:
    """Return *path* as a table; *metric* chooses one of several in a CloudWatch export.

    Raise TraceError where it is not JSON or has no rows.
    """
    text = lines(path)
    first = next((line for line in text if line.strip()), "")
    begun = _parsed(first)
    facts: dict[str, str] = {}
    if isinstance(begun, dict) and not ({"MetricDataResults", "Datapoints"} & begun.keys()):
        rows = _json_lines(path, chain([first], text))
    else:
        document = _document(path, chain([first], text)) if begun is None else begun
        found, facts = metric_rows(str(path), document, metric)
        rows = iter(found)
    return _table(path, rows, facts)


def _table(path: Path, rows: Iterator[Row], facts: dict[str, str]) -> Table:
    seen = list(islice(rows, LOOKED_AT))
    names = tuple(dict.fromkeys(key for _, row in seen for key in row))
    if not names or len(names) > MOST_COLUMNS:
        raise fault(str(path), f"has {len(names):,} keys in its rows", f"give objects with 1 to {MOST_COLUMNS:,}")
    every = chain(seen, rows)
    return Table(str(path), names, lambda wanted: _batches(every, str(path), [names[n] for n in wanted]), facts)


def _batches(rows: Iterator[Row], place: str, wanted: Sequence[str]) -> Iterator[Batch]:
    total = 0
    while held := list(islice(rows, BATCH_ROWS)):
        total += len(held)
        if total > MOST_ROWS:
            raise fault(f"{place} line {held[-1][0]}", f"there are more than {MOST_ROWS:,} rows", "give fewer")
        numbers = np.array([line for line, _ in held], dtype=np.int64)
        yield Batch(numbers, [[row.get(name) for _, row in held] for name in wanted])


def _parsed(text: str) -> Any:
    """Return what *text* is, or none where it is not JSON by itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _json_lines(path: Path, text: Iterator[str]) -> Iterator[Row]:
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        row = _parsed(line)
        if not isinstance(row, dict):
            raise fault(f"{path} line {number}", f"{shown(line.strip())} is not a JSON object", "give one per line")
        yield number, row


def _document(path: Path, text: Iterator[str]) -> Any:
    held: list[str] = []
    size = 0
    for line in text:
        size += len(line)
        if size > LONGEST_DOCUMENT_BYTES:
            wrong = f"is one JSON document of more than {LONGEST_DOCUMENT_BYTES >> 20} MiB"
            raise fault(f"{path} line {len(held) + 1}", wrong, "give one object per line")
        held.append(line)
    try:
        return json.loads("".join(held))
    except json.JSONDecodeError as error:
        raise fault(f"{path} line {error.lineno}", f"is not JSON: {error.msg}", "mend or export it again") from None
    except (ValueError, RecursionError) as error:
        raise fault(str(path), f"is not JSON that can be read: {error}", "export it again") from None
