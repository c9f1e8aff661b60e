"""One day as a bar of half hours, each state in its own shade and colour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby

from rich.text import Text

from modelhost.catalog.machine import machine, machines
from modelhost.cli.schedule_words import long_words, short_words
from modelhost.operate.agenda import Agenda, Day, Setting, utc

CELL = timedelta(minutes=30)
CELLS = 48
MARGIN = 12
RULER = "".join(f"{hour:<6}" for hour in range(0, 24, 3))
SHADES, ASCII_SHADES = "░▒▓█", ".-=#"
COLOURS = ("cyan", "green", "yellow", "magenta")
OFF, ASCII_OFF, GAP = "·", "_", "x"
"""How a cell looks in which the endpoint does not exist, and one that the clock skips."""
WEEKEND = 5


class Palette:
    """A shade and a colour for each setting, from the least to the most."""

    def __init__(self, agenda: Agenda, ascii_only: bool = False) -> None:
        """Rank the settings of *agenda*."""
        found = {span.setting for day in agenda.days for span in day.spans}
        self.settings = sorted(found, key=amount)
        self.sized = len({each.size for each in found}) > 1 or agenda.owns_size
        self._shades = ASCII_SHADES if ascii_only else SHADES
        self._off = ASCII_OFF if ascii_only else OFF

    def level(self, setting: Setting) -> int:
        """Return the step of the shades that *setting* has."""
        awake = [each for each in self.settings if not each.asleep]
        place = awake.index(setting)
        return place if len(awake) <= len(self._shades) else place * len(self._shades) // len(awake)

    def fill(self, setting: Setting) -> str:
        """Return the character of *setting*."""
        return self._off if setting.asleep else self._shades[self.level(setting)]

    def style(self, setting: Setting) -> str:
        """Return the colour of *setting*."""
        return "dim" if setting.asleep else COLOURS[self.level(setting)]

    def legend(self, unit: str) -> Text:
        """Return every setting with its shade, in words."""
        text = Text(" " * MARGIN)
        for place, each in enumerate(self.settings):
            text.append("\n" + " " * MARGIN if place else "")
            text.append(f"{self.fill(each) * 3} ", self.style(each)).append(long_words(each, unit, self.sized))
        return text


def amount(setting: Setting) -> tuple[bool, float, float, int, int]:
    """Order settings by how much they are."""
    size = machine(setting.size) if setting.size in machines() else None
    memory = (size.accelerator_count * size.accelerator_memory_gib, size.memory_gib) if size else (0.0, 0.0)
    return not setting.asleep, *memory, setting.min, setting.max


def row(day: Day, palette: Palette, now: datetime) -> Text:
    """Return one day: its date, and its bar."""
    label = f"{day.date:%a} {day.date.day:>2} {day.date:%b}"
    text = Text(f"{label:<{MARGIN}}", style="dim" if day.date.weekday() >= WEEKEND else "")
    cells = list(cells_of(day))
    for (setting, past), run in groupby(cells, key=lambda cell: (cell[0], utc(cell[1]) + CELL <= now)):
        width = len(list(run))
        text.append_text(bar(setting, width, palette, past))
    return text if day.hours == cells_hours() else text.append(f"  {day.hours:g} h", style="yellow")


def cells_hours() -> float:
    """Return how many hours a row shows."""
    return CELLS * CELL / timedelta(hours=1)


def bar(setting: Setting | None, width: int, palette: Palette, past: bool) -> Text:
    """Return *width* cells of one setting, with its words where they fit; none is an hour that the clock skips."""
    if setting is None:
        return Text(GAP * width, style="yellow")
    words = short_words(setting, palette.sized)
    fitting = next((each for each in words if len(each) < width), "")
    style = "dim" if past else palette.style(setting)
    text = Text(fitting, style=f"bold {style}" if not past else style)
    return text.append(palette.fill(setting) * (width - len(fitting)), style)


def cells_of(day: Day) -> Iterator[tuple[Setting | None, datetime]]:
    """Yield what holds in the middle of each half hour of the clock, none for one that the clock skips."""
    zone = day.spans[0].start.tzinfo
    start = datetime(day.date.year, day.date.month, day.date.day)
    for place in range(CELLS):
        wall = start + place * CELL
        moment = wall.replace(tzinfo=zone)
        shown = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
        yield (setting_at(day, moment + CELL / 2) if shown else None), moment


def setting_at(day: Day, moment: datetime) -> Setting:
    """Return what holds at *moment* of *day*."""
    at = utc(moment)
    return next((span.setting for span in day.spans if at < utc(span.end)), day.spans[-1].setting)
