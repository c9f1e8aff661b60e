"""How fast 22 days of real traffic are replayed through a fleet that scales itself, beside SimPy with the same policy.

Run it as `python -m benchmarks.replay [--days 22] [--rounds 5] [--simpy-seconds 1800] [--hours]`; it prints JSON. The
trace is Twitter's 120.8 million requests, gaps filled, read where MODELHOST_DATA points, else from ../shared/data;
without it the benchmark says so and ends. The policy: target tracking on invocations per minute with alarms of 3 and
15 minutes, cooldowns, a start-up delay, least outstanding requests. With --hours the first hour of every collected
trace, at its full rate, goes through the slow reference too, which must see the same.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.side_by_side import Rival, pin, processor_seconds, side_by_side
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.load.arrival import arrivals
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.gap import filled
from modelhost.planner.load.read import read
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Work
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate
from tests.planner.simulation.simpy_model import ProcessFleet, Scaling, SimpyFleet

DATA = Path(os.environ.get("MODELHOST_DATA") or Path(__file__).parents[2] / "shared" / "data")
TWITTER = "twitter_2021-08_per_minute.csv"
TRACES = (
    TWITTER,
    "AzureLLMInferenceTrace_conv.csv",
    "mooncake_fast25_conversation.csv",
    "servegen_m-mid_10min.csv",
    "servegen_deepseek-r1_10min.csv",
    "nab_elb_request_count_8c0756.csv",
)
MEAN_SECONDS, TARGET, INITIAL, LOW, HIGH, STARTUP_SECONDS = 0.1, 300.0, 12, 2, 60, 120.0
SLO = Slo(latency_ms=1_000.0, timeout_ms=10_000.0)
MINIMUM_RATIO, MAXIMUM_SECONDS, MAXIMUM_MIB = 250.0, 6.0, 300.0


def ours(trace: Trace, **more: Any) -> Outcome:
    """The trace through our simulator."""
    tracking = TargetTracking(Metric.INVOCATIONS, TARGET, lag_seconds=60.0)
    policy = Policy(tracking, Bounds.constant(LOW, HIGH), INITIAL)
    return simulate(trace, Service("m", Work(MEAN_SECONDS)), policy, Startup(STARTUP_SECONDS), SLO, 1, **more)


def theirs(trace: Trace, kind: type[SimpyFleet]) -> SimpyFleet:
    """The trace through SimPy."""
    arrival_ns = np.concatenate([part.arrival_ns for part in arrivals(trace, np.random.default_rng(1))])
    work = np.random.default_rng(2).standard_exponential(len(arrival_ns)) * MEAN_SECONDS
    fleet = kind(Scaling(TARGET, LOW, HIGH, STARTUP_SECONDS), INITIAL)
    fleet.run(arrival_ns / 1e9, work, trace.seconds)
    return fleet


def same(one: Outcome, other: Outcome) -> bool:
    """Whether every number and every array of two outcomes agree exactly."""
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Outcome))


def peak_mib(days: float) -> float:
    """Peak memory of a fresh process that replays the trace, its compiled code on disk."""
    command = [sys.executable, "-m", "benchmarks.replay", "--days", str(days), "--memory-only"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def first_hour(name: str) -> dict[str, Any]:
    """The first hour of a trace through the reference and the fast path."""
    hour = slice_seconds(filled(read(DATA / name)), 0.0, 3_600.0)
    rate = hour.total / hour.seconds
    policy = Policy(TargetTracking(Metric.CONCURRENCY, 1.0, 60.0, 120.0, seconds_in=200.0), Bounds.constant(1, 40), 3)
    told = (hour, Service("m", Work(6.0 / rate), queue_limit=50), policy, Startup(45.0, 10.0), Slo(1_000.0), 4, 300.0)
    seen: list[Outcome] = []
    fast = processor_seconds(lambda: seen.append(simulate(*told)))
    slow = processor_seconds(lambda: seen.append(simulate(*told, reference=True)))
    print(f"{name}: {fast:.2f} s, reference {slow:.1f} s", file=sys.stderr)
    return {"requests": round(hour.total), "equal": same(*seen), "changes": len(seen[0].paid)}


def replay(trace: Trace, days: float, rounds: int, simpy_seconds: float) -> dict[str, Any]:
    """The whole trace by us and its beginning by SimPy, in turns."""
    start = time.perf_counter()
    outcome = ours(trace)
    first_call = time.perf_counter() - start
    part = slice_seconds(trace, 0.0, simpy_seconds)
    rivals = [
        Rival("modelhost", trace.total, lambda: ours(trace)),
        Rival("SimPy", part.total, lambda: theirs(part, ProcessFleet)),
        Rival("SimPy, callbacks only", part.total, lambda: theirs(part, SimpyFleet)),
    ]
    measured = side_by_side(rivals, rounds)
    ratio, seconds = measured["ratio"]["modelhost / SimPy"], trace.total / measured["per_second"]["modelhost"]
    memory = peak_mib(days)
    return measured | {
        "requests": round(trace.total),
        "seconds": round(seconds, 2),
        "first_call_seconds": round(first_call, 2),
        "peak_mib": round(memory),
        "attainment": round(outcome.attainment, 4),
        "mean_replicas": round(outcome.mean_replicas, 2),
        "changes": len(outcome.paid),
        "reached": {
            "ratio": ratio >= MINIMUM_RATIO,
            "seconds": seconds <= MAXIMUM_SECONDS * trace.total / 120e6,
            "memory": memory <= MAXIMUM_MIB,
        },
    }


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=float, default=22.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--simpy-seconds", type=float, default=1_800.0)
    parser.add_argument("--hours", action="store_true")
    parser.add_argument("--memory-only", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not (DATA / TWITTER).is_file():
        print(json.dumps({"skipped": f"no {TWITTER}; set MODELHOST_DATA to the folder that holds it"}))
        return
    trace = slice_seconds(filled(read(DATA / TWITTER)), 0.0, chosen.days * 86_400.0)
    core = pin()
    if chosen.memory_only:
        ours(trace)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    result = {"core": core} | replay(trace, chosen.days, chosen.rounds, chosen.simpy_seconds)
    if chosen.hours:
        result["first_hours"] = {name: first_hour(name) for name in TRACES if (DATA / name).is_file()}
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
