"""How a policy fares on what it has not seen: other seeds, start-up drawn, services slower or faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.quality.scenario import Scenario
from modelhost.planner.load.cut import middle_seconds, slice_seconds
from modelhost.planner.load.gap import filled
from modelhost.planner.money.meter import Meter
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Balancer
from modelhost.planner.question import Offer
from modelhost.planner.search.deploy import deployed
from modelhost.planner.simulate import simulate

WORLDS = ((101, 0.9), (102, 1.0), (103, 1.1))
"""Seeds and factors on the service time: the middles of the thirds of 15 % up and down, each as likely."""
WARMUP_SECONDS = 3600.0


@dataclass(frozen=True)
class Segment:
    """What was deployed from when on."""

    begin: float
    """Seconds since the start of the trace."""
    end: float
    """Seconds since the start of the trace."""
    machine: str
    """Machine type."""
    scaling: dict[str, Any]
    """Scaling block of the stack file."""


def whole(scenario: Scenario, machine: str, scaling: dict[str, Any]) -> list[Segment]:
    """One thing deployed for all of the scored half."""
    return [Segment(middle_seconds(scenario.trace), scenario.trace.seconds, machine, scaling)]


def score(
    scenario: Scenario, segments: Sequence[Segment], balancer: Balancer = Balancer.LEAST_OUTSTANDING
) -> dict[str, Any]:
    """Cost a month and attainment over all worlds, the hour before each segment being its warm-up."""
    offered, within, usd, hours, worst = 0, 0, 0.0, 0.0, 1.0
    by_world = []
    for seed, factor in WORLDS:
        kept = asked = 0
        for segment in segments:
            outcome, offer = _run(scenario, segment, seed, factor, balancer)
            kept, asked = kept + outcome.within, asked + outcome.offered
            usd += Meter(offer.usd_per_hour).mean(outcome.mean_replicas) * outcome.seconds
            hours += outcome.seconds
            worst = min(worst, outcome.worst_hour)
        by_world.append(round(kept / asked, 5))
        offered, within = offered + asked, within + kept
    attainment = within / offered
    return {
        "usd_per_month": round(usd / hours, 2),
        "attainment": round(attainment, 5),
        "attainment_by_world": by_world,
        "worst_hour": round(worst, 4),
        "feasible": attainment >= scenario.slo.attainment,
    }


def _run(scenario: Scenario, segment: Segment, seed: int, factor: float, balancer: Balancer) -> tuple[Outcome, Offer]:
    """The outcome of one segment in one world."""
    offer = next(each for each in scenario.offers if each.machine == segment.machine)
    trace = filled(slice_seconds(scenario.trace, segment.begin - WARMUP_SECONDS, segment.end))
    policy = deployed(segment.scaling, segment.machine, trace, offer.startup.mean_seconds, balancer)
    service = offer.service.scaled(factor)
    return simulate(trace, service, policy, offer.startup, scenario.slo, seed, WARMUP_SECONDS), offer
