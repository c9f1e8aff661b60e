"""Dates that are written in other ways than ISO 8601: by web servers, and without any signs between the digits."""

import re
from typing import Any

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import DAY_SECONDS, SECOND_NS

LOG_DATE = re.compile(r"\s*\[?(\d{2})/([A-Za-z]{3})/(\d{4}):(\d{2}:\d{2}:\d{2})\s*(Z|[+-]\d{2}:?\d{2})?\]?\s*")
"""A time of the Common Log Format, such as `31/Jan/2026:12:00:00 +0000` (httpd, mod_log_config, `%t`)."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS = (2001, 2099)
"""Years that digits alone are taken for."""
EPOCH_DIGITS = (1e9, 1e10)
"""Between these a date and hour is a number of seconds since 1970, too."""
PARTS = {8: (), 10: (24,), 12: (24, 60), 14: (24, 60, 60)}
"""What follows the day by the number of digits, and how many of each there are: hours, minutes, seconds."""
PART_SECONDS = (3_600, 60, 1)


def iso(text: str) -> str:
    """Return *text* as ISO 8601 where it is a web server's time, else as it is."""
    match = LOG_DATE.fullmatch(text)
    if match is None or match.group(2).lower() not in MONTHS:
        return text
    day, month, year, clock, zone = match.groups()
    return f"{year}-{MONTHS.index(month.lower()) + 1:02}-{day}T{clock}{zone or ''}"


def digits_ns(values: Any) -> Counts | None:
    """Return (rows,) nanoseconds since 1970 of numbers such as 20260131 or 2026013112; none unless all are dates.

    Wikimedia's page views count hours so. A number of ten digits is a time of 2033 to 2036 as well, in seconds since
    1970; where each is a date and hour it is taken for that.
    """
    whole = np.isfinite(values) & (values == np.floor(values)) & (values >= 1e7)
    if not len(values) or not whole.all():
        return None
    width = len(str(int(values[0])))
    if width not in PARTS or not ((values >= 10 ** (width - 1)) & (values < 10**width)).all():
        return None
    return _since_1970(values.astype(np.int64), PARTS[width])


def surely_digits(value: float) -> bool:
    """Return whether *value* is a date of digits that is no time since 1970 as well, in any unit."""
    epoch = EPOCH_DIGITS[0] <= value < EPOCH_DIGITS[1]
    return not epoch and digits_ns(np.array([value])) is not None


def _since_1970(left: Counts, parts: tuple[int, ...]) -> Counts | None:
    """Return the nanoseconds of digits that end in *parts*; none where one of them is no date."""
    seconds = np.zeros_like(left)
    for many, length in reversed(list(zip(parts, PART_SECONDS, strict=False))):
        part, left = left % 100, left // 100
        if (part >= many).any():
            return None
        seconds += part * length
    year, month, day = left // 10_000, left // 100 % 100, left % 100
    if not ((year >= YEARS[0]) & (year <= YEARS[1]) & (month >= 1) & (month <= 12) & (day >= 1)).all():
        return None
    first = (year * 12 + month - 1 - 1970 * 12).astype("datetime64[M]")
    if (day > ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)).any():
        return None
    days = first.astype("datetime64[D]").astype(np.int64) + day - 1
    found: Counts = (days * DAY_SECONDS + seconds) * SECOND_NS
    return found
