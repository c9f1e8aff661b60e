"""A long trace by its telling hours: peak, trough, steepest ramps and some at random, request by request.

The per-interval model sees every hour. What it says of the whole is corrected by the ratio in which it and the
request-level simulator differ over the excerpt: a ratio estimate with the model as its control.
"""

from dataclasses import dataclass, replace

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS, TICK_SECONDS
from modelhost.planner.interval.screen import Timeline
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.trace import Trace
from modelhost.planner.mishap import NONE, Mishaps
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.question import Offer
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

AT_RANDOM = 4
"""Hours that are drawn beside the peak, the trough and the two steepest ramps."""
LEAD_SHARE = 1 / 3
"""Share of each piece that warms it up and is not counted."""
SMALLEST = 1e-4
"""Share of misses below which model and simulator are taken to agree."""
SHORTEST_SECONDS = 600.0
"""A piece is not shorter."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the trace that is replayed."""

    begin: float
    """Seconds since its start."""
    end: float
    """Seconds since its start."""

    @property
    def lead(self) -> float:
        """Seconds at its beginning that are not counted."""
        return (self.end - self.begin) * LEAD_SHARE


def pieces(trace: Trace, requests: float, seed: int) -> tuple[Piece, ...]:
    """Return the telling hours of *trace*, shortened so that they hold about so many *requests*."""
    hours = int(trace.seconds // HOUR_SECONDS)
    edges = np.arange(hours + 1) * float(HOUR_SECONDS)
    seconds = np.arange(trace.windows) * trace.window_seconds
    load = np.histogram(seconds, edges, weights=np.nan_to_num(trace.counts))[0]
    ramps = np.diff(load, prepend=load[0])
    drawn = np.random.default_rng(seed).choice(hours, min(AT_RANDOM, hours), replace=False)
    chosen = sorted({int(np.argmax(load)), int(np.argmin(load)), int(np.argmax(ramps)), int(np.argmin(ramps)), *drawn})
    share = min(1.0, requests / max(1.0, 2 * float(load[chosen].sum())))
    half = max(SHORTEST_SECONDS, share * HOUR_SECONDS)
    found = [(max(0.0, (hour + 0.5) * HOUR_SECONDS - half), (hour + 0.5) * HOUR_SECONDS + half) for hour in chosen]
    return tuple(Piece(begin, min(end, trace.seconds)) for begin, end in found)


def sampled(
    trace: Trace,
    where: tuple[Piece, ...],
    offer: Offer,
    policy: Policy,
    slo: Slo,
    seed: int,
    model: Timeline,
    mishaps: Mishaps = NONE,
    larger: tuple[Service, ...] = (),
) -> Outcome:
    """Return what *policy* does with *trace*: the *model*'s account of it, corrected by replays of the pieces.

    *mishaps* meet every piece; *larger* are the services of the sizes after the first, where the size moves.
    """
    runs = []
    for place, piece in enumerate(where):
        part, begun, warmup = _piece(trace, piece, policy, model)
        service, startup = offer.service, offer.startup
        runs.append(simulate(part, service, begun, startup, slo, seed + place, warmup, False, mishaps, larger))
    offered = sum(run.offered for run in runs)
    missed = sum(run.offered - run.within for run in runs) / max(1, offered)
    expected = _expected(model, where)
    factor = (missed + SMALLEST) / (expected + SMALLEST)
    return _outcome(trace, model, runs, factor)


def _piece(trace: Trace, piece: Piece, policy: Policy, model: Timeline) -> tuple[Trace, Policy, float]:
    """Return one piece, the policy that begins with the replicas that the model has there, and the warm-up."""
    part = slice_seconds(trace, piece.begin, piece.end)
    begin = np.ceil(piece.begin / trace.window_seconds - 1e-9) * trace.window_seconds
    serving = int(model.serving[min(int(begin // TICK_SECONDS), len(model.serving) - 1)])
    begun = replace(policy, initial=max(1, serving), bounds=bounds_from(policy.bounds, int(begin * SECOND_NS)))
    return part, begun, min(piece.lead, part.seconds / 2)


def bounds_from(bounds: Bounds, begin_ns: int) -> Bounds:
    """Return *bounds* as they are from *begin_ns* on."""
    first = int(np.searchsorted(bounds.from_ns, begin_ns, side="right")) - 1
    times = np.maximum(bounds.from_ns[first:] - begin_ns, 0)
    return Bounds(times, bounds.low[first:], bounds.high[first:])


def _expected(model: Timeline, where: tuple[Piece, ...]) -> float:
    """Return the share of misses that the model sees over the counted part of the pieces."""
    seen = np.zeros(len(model.offered), dtype=bool)
    for piece in where:
        seen[int((piece.begin + piece.lead) // TICK_SECONDS) : int(piece.end // TICK_SECONDS)] = True
    offered = model.offered[seen]
    return float(offered @ (1 - model.attainment[seen]) / max(1.0, offered.sum()))


def _outcome(trace: Trace, model: Timeline, runs: list[Outcome], factor: float) -> Outcome:
    """Return the model's account with *factor* times its misses, and the latencies of the replays."""
    ticks = HOUR_SECONDS // TICK_SECONDS
    missed = np.minimum(1.0, (1 - model.attainment + SMALLEST) * factor - SMALLEST).clip(min=0.0)
    offered, within = _hourly(model.offered, ticks), _hourly(model.offered * (1 - missed), ticks)
    changed = np.flatnonzero(np.append(True, (np.diff(model.serving) != 0) | (np.diff(model.paid) != 0)))
    first = ticks if len(offered) > 1 else 0
    return Outcome(
        offered=round(float(model.offered[first:].sum())),
        within=round(float((model.offered * (1 - missed))[first:].sum())),
        rejected=sum(run.rejected for run in runs),
        timed_out=sum(run.timed_out for run in runs),
        histogram=np.sum([run.histogram for run in runs], axis=0),
        hours_offered=np.rint(offered).astype(np.int64),
        hours_within=np.rint(within).astype(np.int64),
        changed_ns=changed * TICK_SECONDS * SECOND_NS,
        serving=model.serving[changed].astype(np.int64),
        paid=model.paid[changed].astype(np.int64),
        replica_seconds=float(model.paid[first:].sum()) * TICK_SECONDS,
        seconds=trace.seconds - first * TICK_SECONDS,
        warmup_seconds=float(first * TICK_SECONDS),
    )


def _hourly(values: Floats, ticks: int) -> Floats:
    """Return (hours,) sums of (ticks,) values."""
    padded = np.zeros(-(-len(values) // ticks) * ticks)
    padded[: len(values)] = values
    result: Floats = padded.reshape(-1, ticks).sum(axis=1)
    return result
