"""The words of the calendar: short ones for the bars, long ones for the legend, and how long something is away."""

from __future__ import annotations

from datetime import timedelta

from modelhost.operate.agenda import Setting

PLURALS = {"copy": "copies", "provisioned concurrency": "provisioned concurrency"}
MINUTES_PER_HOUR = 60
HOURS_SHOWN = 48
"""From so many hours on, days are counted."""


def replicas(setting: Setting) -> str:
    """Write floor and ceiling as short as can be."""
    return f"{setting.min}" if setting.min == setting.max else f"{setting.min}-{setting.max}"


def short_words(setting: Setting, sized: bool) -> list[str]:
    """Return what to write into a bar, the most telling first; *sized* when the machine is what changes."""
    if setting.asleep:
        return ["off"]
    if not sized or setting.size is None:
        return [replicas(setting)]
    size = setting.size.removeprefix("ml.")
    return [f"{replicas(setting)} x {size}", size, replicas(setting)]


def long_words(setting: Setting, unit: str, sized: bool = True) -> str:
    """Say in full what holds."""
    if setting.asleep:
        return "off: the endpoint does not exist"
    count = f"{setting.min}" if setting.min == setting.max else f"{setting.min} to {setting.max}"
    noun = unit if count == "1" else PLURALS.get(unit, f"{unit}s")
    return f"{count} {noun} of {setting.size}" if sized and setting.size else f"{count} {noun}"


def countdown(away: timedelta) -> str:
    """Say how long something is away, in the two largest units."""
    minutes = max(0, -(-int(away.total_seconds()) // MINUTES_PER_HOUR))
    hours, minutes = divmod(minutes, MINUTES_PER_HOUR)
    if hours >= HOURS_SHOWN:
        days, hours = divmod(hours, 24)
        return f"{days} d {hours} h"
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
