"""How soon autoscalers act, and how much each assumed number of theirs matters.

Run it as `python -m benchmarks.autoscaler_timing [--days 7]`; it prints JSON. Delays are those of a load that doubles,
at every phase of the minute, from its first request to the decision, and to the first new replica in service. What is
assumed is tried out on the Twitter trace, raw and without its bursts, at half of what a replica bears. It is read
where MODELHOST_DATA points, else from ../shared/data; without it that half is skipped with a message.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.interval_model import SERVICES, TWITTER
from modelhost.planner.autoscalers.assumption import assumptions
from modelhost.planner.autoscalers.autoscaler import SAMPLES, Autoscaler, Sample
from modelhost.planner.autoscalers.decide import decide
from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.interval.capacity import capacity
from modelhost.planner.interval.grid import LOADS
from modelhost.planner.interval.screen import Screened, screen
from modelhost.planner.interval.ticks import tick_counts
from modelhost.planner.load.burst import without_bursts
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.gap import filled
from modelhost.planner.load.read import read
from modelhost.planner.load.scale import scaled
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo

DATA = Path(os.environ.get("MODELHOST_DATA") or Path(__file__).parents[2] / "shared" / "data")
STARTUP, REPLICAS, MOST = Startup(300.0, 60.0), 5.0, 64
BEFORE, LONGEST = 1_800, 3_600
"""Seconds of calm before the load doubles, and seconds after which an autoscaler has not seen it."""


def delays() -> dict[str, Any]:
    """Mean and extremes over the phases, in seconds, and how much sooner the ten-second metric is."""
    tried: dict[str, Autoscaler] = {
        "invocations per minute": TargetTracking(Metric.INVOCATIONS, 100.0),
        "requests at once, every 10 s": TargetTracking(Metric.CONCURRENCY, 10.0),
        "HPA, requests at once": Hpa(Load.CONCURRENCY, 10.0),
    }
    found = {name: [delay(autoscaler, phase) for phase in range(0, 60, 10)] for name, autoscaler in tried.items()}
    slow, fast = (float(np.mean(each)) for each in list(found.values())[:2])
    start = STARTUP.mean_seconds
    return {
        "seconds_to_decision": {name: [min(each), float(np.mean(each)), max(each)] for name, each in found.items()},
        "seconds_to_service": {name: float(np.mean(each)) + start for name, each in found.items()},
        "start_up_seconds": start,
        "sooner_by_alarm": round(slow / fast, 1),
        "sooner_to_service": round((slow + start) / (fast + start), 2),
        "minimum_sooner_by_alarm": 5.0,
        "met": slow / fast >= 5.0,
    }


def delay(autoscaler: Autoscaler, phase: int) -> float:
    """Seconds from the doubling of a load, *phase* seconds into a minute, to the first scale-out."""
    parameters, state = autoscaler.parameters(), autoscaler.state()
    for now in range(10, BEFORE + LONGEST, 10):
        risen = now > BEFORE + phase
        sample = np.zeros(SAMPLES)
        sample[[Sample.NOW_SECONDS, Sample.SERVING, Sample.WANTED]] = now, 4.0, 4.0
        sample[Sample.ARRIVALS], sample[Sample.CONCURRENCY] = (66.0, 40.0) if not risen else (132.0, 80.0)
        if decide(int(autoscaler.kind), parameters, state, sample, 1, MOST) > 4:
            return float(now - BEFORE - phase)
    return float("nan")


def sensitivities(days: float) -> list[dict[str, Any]]:
    """What each assumed number does to attainment and cost, one row each."""
    raw = slice_seconds(filled(read(DATA / TWITTER)), 0.0, days * 86_400.0)
    rows = []
    for burst, trace in (("raw", raw), ("without bursts", without_bursts(raw))):
        for words, (service, slo) in SERVICES.items():
            rate = REPLICAS * capacity(service, slo, 1).full_rate / (trace.total / trace.seconds)
            counts = tick_counts(scaled(trace, rate))
            for found in autoscalers(service, slo):
                where = {"trace": burst, "service": words, "autoscaler": found.label}
                rows += [where | row for row in tried(counts, service, slo, found)]
    return rows


def tried(counts: Any, service: Service, slo: Slo, found: Autoscaler) -> list[dict[str, Any]]:
    """One row for each guess about one autoscaler: attainment as assumed and otherwise, and the change of cost."""
    guesses = assumptions(found)
    made = run(counts, service, slo, [found, *(guess.other for guess in guesses)])
    return [
        {
            "assumed": f"{guess.what}: {guess.value}",
            "other": guess.other_value,
            "attainment": [round(float(made.attainment[at]), 4) for at in (0, place)],
            "cost": round(float(made.replica_seconds[place] / made.replica_seconds[0] - 1), 4),
        }
        for place, guess in enumerate(guesses, start=1)
    ]


def autoscalers(service: Service, slo: Slo) -> list[Autoscaler]:
    """Each kind at half of what a replica bears; of its slots at what stands in them then."""
    known = capacity(service, slo, 1)
    present = float(np.interp(0.5, LOADS, known.flow))
    return [
        TargetTracking(Metric.INVOCATIONS, 0.5 * 60 * known.full_rate),
        TargetTracking(Metric.CONCURRENCY, present),
        Hpa(Load.CONCURRENCY, present),
    ]


def run(counts: Any, service: Service, slo: Slo, variants: list[Autoscaler]) -> Screened:
    """All variants from 2 to MOST replicas."""
    chosen = [Policy(each, Bounds.constant(2, MOST), 6) for each in variants]
    return screen(counts, capacity(service, slo, MOST), chosen, STARTUP)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=7.0)
    days = parser.parse_args().days
    found: dict[str, Any] = {"delays": delays()}
    if (DATA / TWITTER).is_file():
        found["sensitivities"] = sensitivities(days)
    else:
        found["skipped"] = f"no {TWITTER}; set MODELHOST_DATA to the folder that holds it"
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
