"""A trace from a file of almost any kind, or made up."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path

from modelhost.planner.load.column import WINDOW, Role, detected
from modelhost.planner.load.csv_table import csv_table
from modelhost.planner.load.fault import fault, shown
from modelhost.planner.load.gap import masked
from modelhost.planner.load.interval_rows import per_interval
from modelhost.planner.load.json_table import json_table
from modelhost.planner.load.parquet_table import parquet_table
from modelhost.planner.load.request_rows import per_request
from modelhost.planner.load.source import PARQUET, beginning, lines
from modelhost.planner.load.synthetic import PREFIX, synthetic
from modelhost.planner.load.table import Table
from modelhost.planner.load.token_file import beside, read_tokens
from modelhost.planner.load.trace import Trace
from modelhost.planner.load.wide import day_columns, per_day

LONGEST_WINDOW_SECONDS = 86_400.0


def read(path: str | Path, columns: Mapping[str, str] | None = None, name: str | None = None) -> Trace:
    """Return the trace in *path*: CSV, JSON lines (both plain or gzip), Parquet, CloudWatch's exports, or synthetic:...

    Rows are single requests, or windows with a count or a rate; which column means what is told from its name and
    written into the notes, or said by *columns*, such as {"time": "at:ms", "requests": "hits"}. Gaps of the
    collection are masked. Raise TraceError with the place, what is wrong and what to do.
    """
    if str(path).startswith(PREFIX):
        made = synthetic(str(path))
        return made if name is None else replace(made, name=name)
    file = Path(path)
    said = dict(columns or {})
    table = _table(file, said)
    if table.facts.get("source") == "CloudWatch":
        said.pop(Role.REQUESTS, None)
    return _understood(file, table, said, name or _stem(file))


def columns_of(text: str) -> dict[str, str]:
    """Return what `--columns` says: `time=at:ms,requests=hits` as a mapping; raise TraceError where it is not that."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        word, equals, column = pair.partition("=")
        if not equals or not word or not column:
            raise fault("columns", f"{shown(pair)} is not MEANING=COLUMN", "write time=at:ms,requests=hits")
        found[word.strip()] = column.strip()
    return found


def _understood(file: Path, table: Table, said: dict[str, str], name: str) -> Trace:
    minutes = day_columns(table.names)
    if minutes and not said:
        return masked(per_day(table, minutes, name))
    roles = detected(table.place, table.names, said)
    window = _window(said.get(WINDOW))
    timed = Role.TIME in roles
    if (Role.REQUESTS in roles or Role.RATE in roles) and (timed or window):
        trace = per_interval(table, roles, name, 0.0 if timed and not window else window)
        found = beside(file)
        if trace.tokens is None and found is not None:
            tokens, note = read_tokens(found)
            trace = replace(trace, tokens=tokens, notes=(*trace.notes, note))
        return masked(trace)
    if timed:
        return per_request(table, roles, name)
    names = shown(", ".join(table.names), 200)
    raise fault(table.place, f"none of its columns ({names}) is a time", "say columns time=NAME, or window=SECONDS")


def _table(file: Path, said: Mapping[str, str]) -> Table:
    if beginning(file).startswith(PARQUET):
        return parquet_table(file)
    first = next((line.lstrip() for line in lines(file) if line.strip()), "")
    if first.startswith(("{", "[")):
        return json_table(file, said.get(Role.REQUESTS))
    return csv_table(file)


def _window(text: str | None) -> float:
    if text is None:
        return 0.0
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not isfinite(seconds) or not 0.001 <= seconds <= LONGEST_WINDOW_SECONDS:
        raise fault("columns", f"window={shown(text)} is not a width", "give seconds, 0.001 to 86400")
    return seconds


def _stem(file: Path) -> str:
    return file.name.removesuffix(".gz").rpartition(".")[0] or file.name
