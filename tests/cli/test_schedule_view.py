"""The picture of the days to come."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from modelhost.cli.schedule_view import present
from modelhost.cli.schedule_words import countdown
from modelhost.spec.lint import Lint
from tests.operate.test_agenda import BERLIN, SUNDAY, coming

VERTICAL = {
    "strategy": "vertical",
    "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
    "replicas": {"count": 2},
    "schedule": [
        {"at": "weekdays 09:00", **BERLIN, "size": "ml.m7i.2xlarge"},
        {"at": "weekdays 17:00", **BERLIN, "size": "ml.m7i.large"},
    ],
}


def screen(
    *, now: datetime = SUNDAY, days: int = 2, lints: tuple[Lint, ...] = (), file: Any = None, **scaling: Any
) -> str:
    """What a terminal of 80 columns without colour shows."""
    console = Console(width=80, file=file or io.StringIO(), highlight=False)
    present(console, [coming(now, days, **scaling)], lints, now)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_a_floor_in_working_hours_is_a_picture():
    """A row per day, a column per half hour, what holds written into it; past hours and those to come apart."""
    assert [line.rstrip() for line in screen().splitlines()] == [
        "digits  realtime, auto: 1 to 6 instances now, changes in 22 h 21 min",
        "            0     3     6     9     12    15    18    21",
        "Sun 22 Nov  1-6░░░░░░░░░░░░░░░░1-6░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "Mon 23 Nov  1-6░░░░░░░░░░░░░2-6▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒1-6░░░░░",
        "            ░░░ 1 to 6 instances",
        "            ▒▒▒ 2 to 6 instances",
        "clock of Europe/Berlin (CET, UTC+01:00)",
        "",
        "Next",
        "         in   when                   endpoint   sets    entry",
        "───────────────────────────────────────────────────────────────────",
        "22 h 21 min   Mon 23 Nov 08:00 CET   digits     min 2   schedule[0]",
        "34 h 21 min   Mon 23 Nov 20:00 CET   digits     min 1   schedule[1]",
    ]


def test_sizes_are_written_into_the_bars():
    """The machine is what changes."""
    assert "Mon 23 Nov  2 x m7i.large░░░░░2 x m7i.2xlarge▒2 x m7i.large░" in screen(**VERTICAL)


def test_an_endpoint_that_is_gone_at_night_says_so():
    """And when it comes again."""
    text = screen(strategy="horizontal", schedule=[], hours="weekdays 07-20")
    assert "realtime, horizontal: off now, changes in 22 h 21 min" in text
    assert "Mon 23 Nov  off···········2░░░░░░░░░░░░░░░░░░░░░░░░░off·····" in text
    assert "··· off: the endpoint does not exist" in text


def test_the_hour_that_the_clock_skips_is_marked():
    """Nothing can happen in it; the line below says why."""
    text = screen(now=datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert "Sun 28 Mar  1-6░xx1-6░" in text
    assert "! Sun 28 Mar: the clock of Europe/Berlin goes from 02:00 CET to 03:00 CEST" in text


def test_the_clock_going_back_is_told():
    """The day has an hour more than its row."""
    text = screen(now=datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert any(line.startswith("Sun 25 Oct") and line.rstrip().endswith("25 h") for line in text.splitlines())
    assert "! Sun 25 Oct: the clock of Europe/Berlin goes from 03:00 CEST to 02:00 CET" in text


def test_entries_of_another_time_zone_are_told():
    """Their hours look odd on this clock."""
    entries = [{"at": "daily 08:00", **BERLIN, "min": 2}, {"at": "daily 20:00", "timezone": "Asia/Tokyo", "min": 1}]
    assert "entries in Asia/Tokyo are shown on it" in screen(schedule=entries)


def test_without_a_schedule_there_is_no_picture():
    """One line says all there is to say."""
    assert screen(schedule=[]) == "digits  realtime, auto: 1 to 6 instances now, nothing is scheduled\n"


def test_what_looks_wrong_comes_last():
    """With its place in the stack file."""
    lint = Lint(("environment", "endpoints", "digits", "scaling", "schedule", 0, "at"), "too late; move it")
    assert screen(lints=(lint,)).endswith(
        "Looks wrong\n- environment.endpoints.digits.scaling.schedule[0].at: too late; move it\n"
    )


@pytest.mark.parametrize("scaling", [{}, VERTICAL, {"strategy": "horizontal", "hours": "weekdays 07-20"}])
def test_it_fits_a_plain_terminal(scaling: dict[str, Any]):
    """Nothing is wider than 80 columns and nothing is cut off."""
    text = screen(days=14, **scaling)
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text


def test_a_terminal_without_unicode_gets_plain_characters():
    """The picture has the same shape."""
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    console = Console(width=80, file=file, highlight=False)
    present(console, [coming(days=2)], (), SUNDAY)
    file.flush()
    text = file.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined]
    assert "Mon 23 Nov  1-6.............2-6---------------------1-6....." in text


def test_colour_changes_nothing_but_the_colour():
    """Who sees none reads the same."""
    console = Console(width=80, file=io.StringIO(), highlight=False, force_terminal=True, color_system="standard")
    present(console, [coming(days=2)], (), SUNDAY)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[36m" in shown
    assert "\x1b[32m" in shown
    assert [line.rstrip() for line in Text.from_ansi(shown).plain.splitlines()] == [
        line.rstrip() for line in screen().splitlines()
    ]


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(seconds=30), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=9, minutes=5), "9 h 05 min"),
        (timedelta(days=3, hours=2, minutes=59), "3 d 2 h"),
    ],
)
def test_a_countdown_has_two_units(away: timedelta, said: str):
    """Nobody needs minutes of what is days away."""
    assert countdown(away) == said
