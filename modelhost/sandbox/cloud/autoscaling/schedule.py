"""Check a schedule expression as Application Auto Scaling takes it: at, rate, or a cron of six fields."""

from __future__ import annotations

import re
from datetime import datetime

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
FIELDS = (
    ("minutes", 0, 59, ()),
    ("hours", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of week", 1, 7, DAYS),
    ("year", 1970, 2199, ()),
)
DAY_OF_MONTH, DAY_OF_WEEK = 2, 4
RATE = re.compile(r"(\d+) (minute|minutes|hour|hours|day|days)")


def problem(expression: str) -> str | None:
    """Say what is wrong with a schedule expression; None when nothing is."""
    match = re.fullmatch(r"(at|rate|cron)\((.*)\)", expression)
    if match is None:
        return "expected at(...), rate(...) or cron(...)"
    kind, body = match.groups()
    return {"at": _at, "rate": _rate, "cron": _cron}[kind](body)


def _at(body: str) -> str | None:
    try:
        datetime.strptime(body, "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return f"'{body}' is not yyyy-mm-ddThh:mm:ss"
    return None


def _rate(body: str) -> str | None:
    match = RATE.fullmatch(body)
    if match is None or int(match[1]) < 1:
        return f"'{body}' is not a positive number and minutes, hours or days"
    if (match[1] == "1") == match[2].endswith("s"):
        return f"'{match[2]}' does not agree with {match[1]}"
    return None


def _cron(body: str) -> str | None:
    fields = body.split()
    if len(fields) != len(FIELDS):
        return f"a cron expression has {len(FIELDS)} fields, this one has {len(fields)}"
    if fields[DAY_OF_MONTH] == fields[DAY_OF_WEEK] == "?":
        return "day of month and day of week must not both be '?'"
    for index, field in enumerate(fields):
        if not _valid(index, field):
            return f"'{field}' is not valid for the field {FIELDS[index][0]}"
    return None


def _valid(index: int, field: str) -> bool:
    if field == "*" or (field == "?" and index in (DAY_OF_MONTH, DAY_OF_WEEK)):
        return True
    if index == DAY_OF_MONTH and re.fullmatch(r"L|LW|([1-9]|[12]\d|3[01])W", field):
        return True
    if index == DAY_OF_WEEK and re.fullmatch(r"[1-7]?L|[1-7]#[1-5]", field):
        return True
    return all(_part(index, part) for part in field.split(","))


def _part(index: int, part: str) -> bool:
    base, slash, step = part.partition("/")
    if slash and not (step.isdigit() and int(step) > 0):
        return False
    low, dash, high = base.partition("-")
    if not dash:
        return (base == "*" and bool(slash)) or _number(index, base) is not None
    first, last = _number(index, low), _number(index, high)
    return first is not None and last is not None and first <= last


def _number(index: int, text: str) -> int | None:
    _, low, high, names = FIELDS[index]
    if text.upper() in names:
        return names.index(text.upper()) + 1
    return int(text) if text.isdigit() and low <= int(text) <= high else None
