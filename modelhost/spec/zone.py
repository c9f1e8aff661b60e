"""IANA time zones."""

from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def zone_problem(name: str) -> str | None:
    """Return what to say of a time zone that does not exist; none when it does."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"{name!r} is not an IANA time zone{_meant(name)}"
    return None


@cache
def _meant(name: str) -> str:
    """Return a hint at the time zone that *name* was meant to be."""
    close = get_close_matches(name, sorted(available_timezones()), n=1, cutoff=0.7)
    return f"; did you mean {close[0]}?" if close else "; write one such as Europe/Berlin or UTC"
