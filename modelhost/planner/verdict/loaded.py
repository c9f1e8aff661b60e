"""What a fleet keeps at any multiple of the load: by the per-interval model, and by replays."""

from dataclasses import replace

import numpy as np

from modelhost.planner.bottleneck import Fleet
from modelhost.planner.interval.capacity import Capacity, capacity
from modelhost.planner.interval.screen import screen, timeline
from modelhost.planner.load.scale import scaled
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.excerpt import Piece, pieces, sampled
from modelhost.planner.search.rooms import arrival_cv
from modelhost.planner.search.world import mishaps_of, replay, warmup_seconds
from modelhost.planner.service.service import Service

REQUESTS = 2e5
"""Requests that stand for the load, where it has more."""
MOST_REQUESTS = 1.2e6
"""Requests beyond which a load at its multiple is not replayed: the per-interval model tells alone."""
LEAST_HOURS = 24
"""A shorter load has no telling hours."""


class Model:
    """The per-interval model at any multiple of the load, for any fleet."""

    def __init__(self, bench: Bench) -> None:
        """Remember what fleets bear."""
        self.bench = bench
        self._known: dict[tuple[int, int], tuple[Service, Capacity]] = {}

    def capacity(self, fleet: Fleet) -> Capacity:
        """Return what fleets of this service bear."""
        question, most = self.bench.question, max(2, int(fleet.policy.bounds.high.max()))
        key = (id(fleet.service), most)
        if key not in self._known:
            cv = arrival_cv(question.trace)
            found = capacity(fleet.service, question.slo, most, fleet.policy.balancer, cv)
            self._known[key] = fleet.service, found  # held, so that no other service gets its identity
        return self._known[key][1]

    def kept(self, factor: float, fleet: Fleet) -> float:
        """Return the share that keeps the promise."""
        warmup = warmup_seconds(self.bench.trace)
        seen = screen(self.bench.ticks * factor, self.capacity(fleet), [fleet.policy], fleet.startup, warmup)
        return float(seen.attainment[0])


class Replays:
    """Replays of the whole load, or of its telling hours, at any multiple."""

    def __init__(self, bench: Bench, model: Model, where: tuple[Piece, ...]) -> None:
        """Replay *where*, or everything where it is empty."""
        self.bench, self.model, self.where = bench, model, where
        self._seen: dict[tuple[float, int, int, int], tuple[Fleet, float]] = {}

    def kept(self, factor: float, fleet: Fleet) -> float:
        """Return the share that keeps the promise."""
        key = (factor, id(fleet.service), id(fleet.policy), id(fleet.startup))
        if key not in self._seen:
            self._seen[key] = fleet, self._replayed(factor, fleet)
        return self._seen[key][1]

    def _replayed(self, factor: float, fleet: Fleet) -> float:
        """Return the share that a replay keeps."""
        bench, question = self.bench, self.bench.question
        offer = replace(question.offers[0], service=fleet.service, startup=fleet.startup)
        mishaps, load = mishaps_of(question, bench.offer(fleet.service.machine)), scaled(bench.trace, factor)
        if not self.where:
            return replay(load, offer, fleet.policy, question.slo, question.seed, mishaps=mishaps).attainment
        seen = timeline(bench.ticks * factor, self.model.capacity(fleet), fleet.policy, fleet.startup)
        policy, slo, seed = fleet.policy, question.slo, question.seed
        return sampled(load, self.where, offer, policy, slo, seed, seen, mishaps).attainment


def excerpt(bench: Bench, factor: float) -> tuple[Piece, ...] | None:
    """Return the telling hours that are replayed, empty for everything; none where even they are too many requests."""
    trace = bench.trace
    if trace.total * factor <= MOST_REQUESTS:
        return ()
    if trace.seconds < LEAST_HOURS * 3_600:
        return None
    found = pieces(trace, REQUESTS, bench.question.seed)
    seconds = np.arange(trace.windows) * trace.window_seconds
    inside = np.any([(seconds >= each.begin) & (seconds < each.end) for each in found], axis=0)
    return found if float(np.nan_to_num(trace.counts)[inside].sum()) * factor <= MOST_REQUESTS else None
