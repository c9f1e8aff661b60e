"""The hours in which an endpoint exists."""

import re
from typing import Any, NamedTuple

from pydantic import model_validator

from modelhost.spec.at import Weekly, days_of
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.zone import zone_problem

EXAMPLES = '"weekdays 07-20" or "mon,wed 08:30-18:00"'
MIDNIGHT = (24, 0)


class Opening(NamedTuple):
    """When an endpoint comes, and when it goes."""

    opens: Weekly
    """When it is to be there."""
    closes: Weekly
    """When it goes."""


class HoursSpec(Spec):
    """Days and hours, such as `weekdays 07-20`; outside of them the endpoint is gone, and costs nothing."""

    at: str
    """Days and hours, such as `weekdays 07-20` or `mon,wed 08:30-18:00`."""
    timezone: str = "UTC"
    """IANA time zone; daylight saving time is followed."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        """Take the bare text for the block."""
        return {"at": data} if isinstance(data, str) else data

    @rule("at")
    def _readable(self, region: str | None) -> Findings:
        """The hours are written in words that we know."""
        try:
            opening(self.at)
        except ValueError as error:
            yield ("at",), str(error)

    @rule("timezone")
    def _zone_exists(self, region: str | None) -> Findings:
        """The time zone is one of the IANA database."""
        problem = zone_problem(self.timezone)
        if problem is not None:
            yield ("timezone",), problem

    @property
    def opening(self) -> Opening:
        """The meaning of `at`."""
        return opening(self.at)


def opening(at: str) -> Opening:
    """Return the meaning of *at*; ValueError says what is wrong and what to write."""
    words = at.strip().lower().split()
    if len(words) != 2 or words[1].count("-") != 1:
        raise ValueError(f"{at!r} is not days and hours; write them as {EXAMPLES}")
    first, _, last = words[1].partition("-")
    start, end = _time(first, at), _time(last, at)
    days = frozenset(days_of(words[0], at))
    if end <= start:
        raise ValueError(f"{words[1]!r} in {at!r} ends before it begins; hours lie within a day, such as {EXAMPLES}")
    if end == MIDNIGHT:
        return _until_midnight(days, start, at)
    return Opening(Weekly(days, *start), Weekly(days, *end))


def _until_midnight(days: frozenset[int], start: tuple[int, int], at: str) -> Opening:
    """Return hours that end with the day: the closing is the next day's first minute."""
    if start == (0, 0):
        raise ValueError(f"{at!r} are whole days, with nothing between them to save; leave hours out, or shorten them")
    return Opening(Weekly(days, *start), Weekly(frozenset((day + 1) % 7 for day in days), 0, 0))


def _time(word: str, at: str) -> tuple[int, int]:
    """Return hour and minute of *word*, which is 7, 07 or 07:30."""
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?", word)
    time = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if time > MIDNIGHT or time[1] > 59:
        raise ValueError(f"{word!r} in {at!r} is not an hour of the day; write it as 07 or 07:30, up to 24")
    return time
