"""Whom a plan is compared with on a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.quality.scenario import Scenario
from benchmarks.quality.score import score, whole
from modelhost.planner.baseline.clairvoyant import clairvoyant_usd_per_month
from modelhost.planner.baseline.judged import aws_default, fixed_peak, tuned_default
from modelhost.planner.load.cut import first_half, second_half
from modelhost.planner.policy import Balancer
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.search.room import Room
from modelhost.planner.search.rooms import rooms
from modelhost.planner.search.search import search


def rivals(scenario: Scenario, machine: str) -> dict[str, Any]:
    """Scores of the AWS default, fixed peak, and the tuned default on the default machine and on *machine*."""
    bench = Bench(scenario.question(first_half(scenario.trace)))
    known = {room.offer.machine: room for room in rooms(bench.question)}
    usual = known[scenario.default.machine]
    named = dict(_built(bench, usual, known[machine]))
    found = {name: _scored(scenario, each) for name, each in named.items()}
    routed = score(scenario, whole(scenario, usual.offer.machine, dict(named["default"].scaling)), Balancer.RANDOM)
    return {**found, "default_with_random_routing": routed, "clairvoyant": _clairvoyant(scenario, list(known.values()))}


def _built(bench: Bench, usual: Room, same: Room) -> Iterator[tuple[str, Candidate]]:
    """The candidates, made of the first half alone."""
    yield "default", aws_default(bench, usual)
    yield "fixed_peak", fixed_peak(bench, usual)
    for name, room in (("tuned", usual), ("tuned_same_machine", same)):
        tuned = tuned_default(bench, room)
        if tuned is not None:
            yield name, tuned


def _scored(scenario: Scenario, candidate: Candidate) -> dict[str, Any]:
    """The score of one that never changes."""
    return {"machine": candidate.machine} | score(scenario, whole(scenario, candidate.machine, dict(candidate.scaling)))


def _clairvoyant(scenario: Scenario, known: list[Room]) -> dict[str, Any]:
    """The cheapest for who knows the scored half."""
    trace = second_half(scenario.trace)
    usd, machine = min(
        (
            clairvoyant_usd_per_month(trace, room.max_rps, room.offer.startup.mean_seconds, room.offer.usd_per_hour),
            room.offer.machine,
        )
        for room in known
    )
    return {"machine": machine, "usd_per_month": round(usd, 2)}


def hindsight(scenario: Scenario) -> dict[str, Any] | None:
    """The cheapest that a search on the scored half itself finds, and its score there; none when nothing holds.

    Its schedules are tried on days that they did not see, like the plan's own.
    """
    found = search(scenario.question(second_half(scenario.trace)))
    rows = sorted(found.race.done, key=lambda each: each.cost.expected)
    for each in rows:
        if each.attainment >= scenario.slo.attainment:
            scored = _scored(scenario, each.candidate)
            if scored["feasible"]:
                return {"form": str(each.candidate.form)} | scored
    return None
