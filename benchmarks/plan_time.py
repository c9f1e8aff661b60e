"""How long a plan takes, and what the two fidelities cost in quality.

Run it as `python -m benchmarks.plan_time [--rounds 5] [--days 14] [--regret]`; it prints JSON. The question has 15
machine types, five forms and 20 settings each, over a 14-day trace of its own making, so no data is needed. With
`--regret`, over 8 days of four kinds of load that are short enough for it, everybody who was screened as near the
promise on the machine that won is replayed, and the winner's cost is set beside that of the cheapest who holds;
`--rounds 0` tells that alone. The first round compiles and is told apart.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np

from modelhost.catalog import usd_per_hour
from modelhost.planner.load.synthetic import synthetic
from modelhost.planner.load.trace import Trace
from modelhost.planner.plan import plan
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.race import Race, shortlist
from modelhost.planner.search.search import search
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo

AIM_SECONDS = 30.0
LEAST_COST = 1.1
"""Who is screened to cost more than that many times the winner is not replayed: the model's cost is nearer."""
MAXIMUM_SPREAD = 0.15
FAMILIES = {"m5": 0.60, "c5": 0.54, "m7i": 0.47, "c7i": 0.45, "c6i": 0.52}
SIZES = {"large": 2, "xlarge": 4, "2xlarge": 8}
REGION = "us-west-2"


def question(days: int, mean: float) -> Question:
    """15 machine types and a load that swings."""
    offers = []
    for family, seconds in FAMILIES.items():
        for size, slots in SIZES.items():
            name = f"ml.{family}.{size}"
            work = Work(seconds, Shape.LOGNORMAL, 0.6)
            service = Service(name, work, np.ones(slots))
            offers.append(Offer(service, usd_per_hour(name, REGION) or 1.0, Startup(240.0, 40.0)))
    return Question("time", REGION, load(days, mean), Slo(latency_ms=3_000.0), tuple(offers))


REGRETTED = {
    "diurnal": "diurnal,mean=3,peak=6",
    "weekly": "weekly,mean=3,weekend=0.4",
    "bursty": "bursty,mean=3,burst=5,share=0.1,length=300",
    "ramp": "ramp,low=1,peak=6",
}
"""Loads of 8 days on which everybody near the promise can be replayed."""


def load(days: int, mean: float) -> Trace:
    """A diurnal trace."""
    return synthetic(f"synthetic:diurnal,mean={mean:g},peak={2 * mean:g},days={days}", seed=3)


def measure(asked: Question, rounds: int) -> dict[str, Any]:
    """Seconds of whole plans, the first of which compiles."""
    seconds, busy, found = [], [], None
    for number in range(rounds + 1):
        begun, worked = time.perf_counter(), time.process_time()
        found = plan(asked)
        seconds.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
        print(f"round {number}: {seconds[-1]:.1f} s, {busy[-1]:.1f} s of a core", file=sys.stderr)
    warm = seconds[1:]
    spread = (max(warm) - min(warm)) / min(warm)
    assert found is not None
    return {
        "requests": round(asked.trace.total),
        "screened": found.screened,
        "verified": found.verified,
        "first_seconds": round(seconds[0], 1),
        "seconds": [round(each, 1) for each in warm],
        "least_seconds": round(min(warm), 1),
        "core_seconds": round(min(busy[1:]), 1),
        "aim_seconds": AIM_SECONDS,
        "met": min(warm) <= AIM_SECONDS,
        "spread": round(spread, 3),
        "trustworthy": len(warm) > 1 and spread <= MAXIMUM_SPREAD,
        "stages": {name: round(each, 2) for name, each in found.stages.items()},
    }


def regret(asked: Question) -> dict[str, Any]:
    """The winner's cost over that of the cheapest of all who are replayed, on the machine that won."""
    found = search(asked)
    best = found.race.best()
    if best is None:
        return {"winner": None}
    machine = best.candidate.machine
    near = shortlist([row for row in found.screened if row.turned.candidate.machine == machine], asked.slo.attainment)
    bench = Bench(replace(asked, budget_seconds=1e9))
    race = Race(bench, bench.slowed(near))
    for each in race.entrants:
        if race.cost(each) < LEAST_COST * best.cost.expected:
            race.verify(each)
    cheapest = race.best()
    least = best.cost.expected if cheapest is None else min(best.cost.expected, cheapest.cost.expected)
    return {
        "winner": best.candidate.label,
        "cheapest": None if cheapest is None else cheapest.candidate.label,
        "replayed_by_the_plan": len(found.race.done),
        "replayed": len(race.done),
        "regret": round(best.cost.expected / least - 1, 4),
        "aim": 0.01,
    }


def main() -> None:
    """Measure, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--mean", type=float, default=30.0, help="requests per second")
    parser.add_argument("--regret", action="store_true")
    options = parser.parse_args()
    asked = question(options.days, options.mean)
    result = measure(asked, options.rounds) if options.rounds else {}
    if options.regret:
        result["regret"] = {}
        for name, words in REGRETTED.items():
            trace = synthetic(f"synthetic:{words},days=8", seed=3)
            result["regret"][name] = regret(replace(asked, trace=trace))
            print(f"{name}: {result['regret'][name]}", file=sys.stderr)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
