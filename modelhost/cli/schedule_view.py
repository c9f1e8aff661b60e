"""How `modelhost schedule` draws the days to come: readable in 80 columns, with colour and without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from modelhost.cli.schedule_row import MARGIN, RULER, Palette, row
from modelhost.cli.schedule_words import countdown, long_words
from modelhost.cli.table import grid
from modelhost.operate.agenda import Agenda, Change, ClockChange, utc
from modelhost.spec.lint import Lint

NEXT = 8
"""Firings that are listed; all of them are in the JSON."""


def present(console: Console, agendas: Sequence[Agenda], lints: Sequence[Lint], now: datetime) -> None:
    """Print a picture for each endpoint, the next firings, and what looks wrong."""
    for place, each in enumerate(agendas):
        console.print(*([""] if place else []), head(each, now), sep="\n")
        if each.scheduled:
            picture(console, each, now)
    coming = [(each.endpoint, change) for each in agendas for change in each.changes]
    if coming:
        console.print("\n[bold]Next[/bold]")
        console.print(firings(sorted(coming, key=lambda pair: utc(pair[1].at)), now))
    if lints:
        console.print("\n[bold yellow]Looks wrong[/bold yellow]")
        for lint in lints:
            console.print(Text(f"- {lint}"))


def head(agenda: Agenda, now: datetime) -> Text:
    """Say what holds now, and until when."""
    text = Text(agenda.endpoint, style="bold")
    words = long_words(agenda.now, agenda.unit, agenda.owns_size).partition(":")[0]
    text.append(f"  {agenda.kind}, {agenda.strategy}: {words} now", style="not bold")
    return text.append(f", {next_change(agenda, now)}", style="not bold")


def next_change(agenda: Agenda, now: datetime) -> str:
    """Say when the clock does something next."""
    if not agenda.scheduled:
        return "nothing is scheduled"
    if not agenda.changes:
        return f"no change in {len(agenda.days)} days"
    return f"changes in {countdown(utc(agenda.changes[0].at) - now)}"


def picture(console: Console, agenda: Agenda, now: datetime) -> None:
    """Print the ruler, a row per day, the legend, and what there is to say about the clock."""
    palette = Palette(agenda, ascii_only=not console.encoding.lower().startswith("utf"))
    console.print(Text(" " * MARGIN + RULER, style="dim"), no_wrap=True)
    for day in agenda.days:
        console.print(row(day, palette, now), no_wrap=True, overflow="crop")
    console.print(palette.legend(agenda.unit))
    console.print(Text(zone(agenda), style="dim"))
    for each in agenda.clock_changes:
        console.print(Text(clock_change(each, agenda.timezone), style="yellow"))


def zone(agenda: Agenda) -> str:
    """Say on which clock the picture is drawn."""
    first = agenda.days[0].spans[0].start
    text = f"clock of {agenda.timezone} ({first:%Z}, UTC{offset(first)})"
    return f"{text}; entries in {', '.join(agenda.elsewhere)} are shown on it" if agenda.elsewhere else text


def offset(moment: datetime) -> str:
    """Write how far the clock of *moment* is from UTC."""
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"


def clock_change(change: ClockChange, timezone: str) -> str:
    """Say when the clock goes forward or back."""
    earlier = (utc(change.after) - timedelta(seconds=1)).astimezone(change.after.tzinfo)
    return (
        f"! {change.date:%a} {change.date.day} {change.date:%b}: the clock of {timezone} goes from "
        f"{change.before:%H:%M} {earlier:%Z} to {change.after:%H:%M} {change.after:%Z}"
    )


def firings(coming: Iterable[tuple[str, Change]], now: datetime) -> Table:
    """Return the next firings of all endpoints, each with how long it is away."""
    table = grid(("in", "right"), ("when", "left"), ("endpoint", "left"), ("sets", "left"), ("entry", "left"))
    for endpoint, each in list(coming)[:NEXT]:
        at = f"{each.at:%a} {each.at.day} {each.at:%b %H:%M %Z}"
        table.add_row(countdown(utc(each.at) - now), at, endpoint, each.sets, each.place)
    return table
