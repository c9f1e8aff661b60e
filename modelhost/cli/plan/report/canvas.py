"""Drawing on a figure that becomes SVG inside the page: text stays text, and the same picture is the same bytes."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, PALE = "#334155", "#cbd5e1"
LOAD, CAPACITY, PAID = "#2563eb", "#059669", "#a7f3d0"
WINNER, LOSER, MISSED = "#059669", "#94a3b8", "#dc2626"
WIDTH_INCHES, HEIGHT_INCHES = 5.4, 3.1
"""At 72 points an inch about as wide as a phone, so that its letters are not shrunk there."""
NO_METADATA = ("Date", "Creator", "Format", "Type")
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "modelhost",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "legend.frameon": False,
}


def canvas(height: float = HEIGHT_INCHES) -> tuple[Figure, Axes]:
    """Return an empty figure with one pair of axes."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_INCHES, height), layout="constrained")
        axes = figure.add_subplot()
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    return figure, axes


def svg(figure: Figure, title: str) -> str:
    """Return *figure* as an SVG element that scales with the page and tells a screen reader its *title*."""
    text = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(text, format="svg", transparent=True, metadata=dict.fromkeys(NO_METADATA))
    element = text.getvalue()
    element = element[element.index("<svg") :].replace("DejaVu Sans", "system-ui")
    start, end = element.find("<metadata>"), element.find("</metadata>")
    if start >= 0:
        element = element[:start] + element[end + len("</metadata>") :]
    return element.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
