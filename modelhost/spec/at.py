"""Times of the week in words: `weekdays 08:00`, `mon,wed,fri 09:30`, `2026-12-24 18:00`."""

import re
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GROUPS = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
EXAMPLES = '"weekdays 08:00", "mon,wed,fri 09:30", "daily 23:00" or "2026-12-24 18:00"'
AWS_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
SUNDAY = 6
"""AWS counts it as the first day of the week, so that no range may end in it."""


class Weekly(NamedTuple):
    """A time on some days of each week."""

    days: frozenset[int]
    """Days of the week, Monday is 0."""
    hour: int
    minute: int

    def aws(self) -> str:
        """Return the six-field AWS form; one of the two day fields is a question mark, as AWS wants it."""
        if len(self.days) == 7:
            return f"cron({self.minute} {self.hour} * * ? *)"
        ordered = sorted(self.days)
        names = ",".join(AWS_DAYS[day] for day in ordered)
        if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1 and ordered[-1] != SUNDAY:
            names = f"{AWS_DAYS[ordered[0]]}-{AWS_DAYS[ordered[-1]]}"
        return f"cron({self.minute} {self.hour} ? * {names} *)"


class Once(NamedTuple):
    """One moment."""

    moment: datetime
    """Date and time, without a zone."""

    def aws(self) -> str:
        """Return AWS's form of a single moment."""
        return f"at({self.moment:%Y-%m-%dT%H:%M:%S})"


def parse(at: str) -> Weekly | Once:
    """Return the meaning of *at*; ValueError says what is wrong and what to write."""
    words = at.strip().lower().split()
    if at.strip().lower().startswith(("cron(", "at(", "rate(")):
        raise ValueError(f"{at!r} is in AWS's own dialect; write words, such as {EXAMPLES}")
    if len(words) >= 5:
        raise ValueError(f"{at!r} looks like a cron expression; write words, such as {EXAMPLES}")
    if len(words) != 2:
        raise ValueError(f"{at!r} is not days and a time; write {EXAMPLES}")
    hour, minute = _time(words[1], at)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words[0]):
        return _once(words[0], hour, minute, at)
    return Weekly(frozenset(days_of(words[0], at)), hour, minute)


def _time(word: str, at: str) -> tuple[int, int]:
    """Return hour and minute of *word*."""
    found = re.fullmatch(r"(\d{2}):(\d{2})", word)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"{word!r} in {at!r} is not a time of day; write it as 08:00, between 00:00 and 23:59")
    return int(found[1]), int(found[2])


def _once(day: str, hour: int, minute: int, at: str) -> Once:
    """Return the moment on *day*."""
    try:
        return Once(datetime.fromisoformat(day).replace(hour=hour, minute=minute))
    except ValueError:
        raise ValueError(f"{day!r} in {at!r} is not a date of the calendar; write it as 2026-12-24") from None


def days_of(word: str, at: str) -> set[int]:
    """Return the days that *word* names."""
    if word in GROUPS:
        return set(GROUPS[word])
    days: set[int] = set()
    for part in word.split(","):
        first, _, last = part.partition("-")
        start, end = _day(first, at), _day(last or first, at)
        if end < start:
            raise ValueError(f"{part!r} in {at!r} runs over the end of the week; name the days, such as sat,sun,mon")
        days.update(range(start, end + 1))
    return days


def _day(word: str, at: str) -> int:
    """Return the number of the day *word*, in full or by its first three letters."""
    for number, name in enumerate(DAYS):
        if word in (name, name[:3]):
            return number
    close = get_close_matches(word, (*GROUPS, *DAYS), n=1, cutoff=0.6)
    meant = f" (did you mean {close[0]}?)" if close else ""
    raise ValueError(
        f"{word!r} in {at!r} is not a day; use daily, weekdays, weekends, or days such as mon,wed,fri{meant}"
    )
