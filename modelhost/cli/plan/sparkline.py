"""Load and capacity as rows of blocks for the terminal."""

from __future__ import annotations

import numpy as np

from modelhost.planner.answer import Timeline
from modelhost.planner.array import Floats

BLOCKS = " ▁▂▃▄▅▆▇█"
ASCII = " .:-=+*#@"
UNKNOWN = "?"


def columns(values: Floats, width: int) -> Floats:
    """Return (width,) means of *values* over equal parts; nan where a part has none."""
    parts = np.array_split(values, min(width, len(values)))
    return np.array([np.nan if np.isnan(part).all() else np.nanmean(part) for part in parts])


def line(values: Floats, top: float, ascii_only: bool = False) -> str:
    """Return *values* as one row of blocks, full at *top*."""
    marks = ASCII if ascii_only else BLOCKS
    last = len(marks) - 1
    scaled = values / top * last if top > 0 else np.zeros_like(values)
    return "".join(UNKNOWN if np.isnan(each) else marks[min(last, max(0, round(each)))] for each in scaled)


def rows(timeline: Timeline, width: int, ascii_only: bool = False) -> list[tuple[str, str, str]]:
    """Return load and capacity as (name, picture, legend), both on the scale of what is larger."""
    load = columns(timeline.rate, width)
    capacity = columns(timeline.serving_rps, width)
    both = np.concatenate([load[~np.isnan(load)], capacity])
    top = float(both.max()) if len(both) else 0.0
    peak = float(np.nanmax(timeline.rate)) if (~np.isnan(timeline.rate)).any() else 0.0
    return [
        ("load", line(load, top, ascii_only), f"peak {peak:,.3g} requests/s"),
        ("capacity", line(capacity, top, ascii_only), f"up to {int(timeline.serving.max(initial=0))} replicas"),
    ]
