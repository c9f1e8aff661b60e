"""The pictures of the report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import matplotlib.dates as mdates
import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter, ScalarFormatter

from modelhost.cli.plan.report.canvas import CAPACITY, LOAD, LOSER, MISSED, PAID, WINNER, canvas, svg
from modelhost.planner.answer import Plan, Timeline
from modelhost.planner.array import Floats
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import BUCKETS_PER_E, SHORTEST_SECONDS, Outcome
from modelhost.planner.search.judged import Judged

MOST_POINTS = 600
SECONDS_PER_HOUR = 3_600
WIDE = 300.0
"""Ratio of the latencies beyond which only powers of ten have room for a label."""


def load_and_capacity(plan: Plan, timeline: Timeline) -> str:
    """Draw the offered load beside what the winner's replicas bear."""
    figure, axes = canvas()
    moments, dated = times(plan.question.trace, timeline.seconds)
    step = max(1, len(moments) // MOST_POINTS)
    paid, serving = timeline.paid_rps, timeline.serving_rps
    axes.fill_between(moments[::step], paid[::step], step="post", color=PAID, label="paid for")
    axes.plot(moments[::step], serving[::step], drawstyle="steps-post", color=CAPACITY, lw=1, label="in service")
    axes.plot(moments, timeline.rate, color=LOAD, lw=0.8, label="offered")
    axes.set_ylabel("requests/s")
    axes.set_ylim(bottom=0)
    if dated:
        untyped: Any = mdates
        axes.xaxis.set_major_formatter(untyped.ConciseDateFormatter(axes.xaxis.get_major_locator()))
    else:
        axes.set_xlabel("hours since the start")
    figure.legend(loc="outside upper left", ncols=3, frameon=False)
    return svg(figure, "Load and capacity over time")


def times(trace: Trace, seconds: Floats) -> tuple[np.ndarray, bool]:
    """Return the places on the time axis, and whether they are dates."""
    if trace.start is None:
        return seconds / SECONDS_PER_HOUR, False
    return np.array([trace.start + timedelta(seconds=float(each)) for each in seconds]), True


def latency(outcome: Outcome, limit_ms: float | None) -> str:
    """Draw how many requests took how long, on a scale of factors of ten, with the promise."""
    figure, axes = canvas()
    edges = SHORTEST_SECONDS * 1_000 * np.exp(np.arange(len(outcome.histogram)) / BUCKETS_PER_E)
    seen = np.nonzero(outcome.histogram)[0]
    part = slice(max(0, seen[0] - 5), seen[-1] + 6)
    below = outcome.histogram.cumsum() / outcome.histogram.sum()
    axes.plot(edges[part], below[part] * 100, color=LOAD)
    axes.set_xscale("log")
    wide = edges[part][-1] > edges[part][0] * WIDE
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0,) if wide else (1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("latency in ms")
    axes.set_ylabel("% of requests within")
    axes.set_ylim(0, 101)
    for share in (0.5, 0.99):
        axes.plot(outcome.quantile_ms(share), share * 100, "o", ms=4, color=LOAD)
        text = f"p{share * 100:.0f} {outcome.quantile_ms(share):,.0f} ms"
        axes.annotate(
            text, (outcome.quantile_ms(share), share * 100), (-6, -12), textcoords="offset points", ha="right"
        )
    if limit_ms is not None:
        axes.axvline(limit_ms, color=MISSED, lw=1, ls="--")
        axes.annotate(
            f"promise {limit_ms:,.0f} ms", (limit_ms, 5), (-4, 0), textcoords="offset points", ha="right", color=MISSED
        )
    return svg(figure, "Latency distribution")


def cost_by_way(ways: list[tuple[str, Judged]], clairvoyant_usd: float) -> str:
    """Draw what each way costs a month, with its floor and ceiling; those that break the promise are hatched."""
    ordered = sorted(ways, key=lambda pair: pair[1].cost.expected, reverse=True)
    figure, axes = canvas(height=0.7 + 0.42 * len(ordered))
    for place, (name, each) in enumerate(ordered):
        colour = WINNER if name == "plan" else LOSER if each.feasible else "none"
        hatch, edge = (None, colour) if each.feasible else ("///", MISSED)
        axes.barh(place, each.cost.expected, color=colour, hatch=hatch, edgecolor=edge, linewidth=0.6)
        axes.plot([each.cost.floor, each.cost.ceiling], [place, place], color="black", lw=1)
    axes.set_yticks(range(len(ordered)), [name for name, _ in ordered])
    axes.axvline(clairvoyant_usd, color=LOAD, lw=1, ls=":")
    axes.annotate(
        "knows the future", (clairvoyant_usd, len(ordered) - 0.45), (3, 0), textcoords="offset points", color=LOAD
    )
    axes.set_xlabel("USD a month")
    axes.grid(axis="y", visible=False)
    return svg(figure, "Cost by strategy")


def cost_by_slo(points: tuple[tuple[float, float, str], ...], limit_ms: float | None) -> str:
    """Draw what the cheapest way costs for stricter and looser promises."""
    figure, axes = canvas()
    limits, costs = [each[0] for each in points], [each[1] for each in points]
    axes.plot(limits, costs, "o-", color=LOAD, ms=4, lw=1)
    for at, (milliseconds, usd, machine) in enumerate(points):
        if at == 0 or machine != points[at - 1][2]:
            axes.annotate(machine, (milliseconds, usd), (4, 6), textcoords="offset points", fontsize=8)
    if limit_ms is not None:
        axes.axvline(limit_ms, color=MISSED, lw=1, ls="--")
    axes.set_xlabel("promised latency in ms")
    axes.set_ylabel("USD a month")
    axes.set_ylim(bottom=0)
    axes.margins(x=0.1)
    return svg(figure, "Cost against the promise")
