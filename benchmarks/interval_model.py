"""How fast 1,500 policies are screened over 14 days, and how near screening is to the request-level simulator.

Run it as `python -m benchmarks.interval_model [--policies 1500] [--rounds 5] [--hours 48]`; it prints JSON. Speed is
measured on the Twitter trace, in steps of ten seconds, on two cores; compiling is told apart. Accuracy is measured on
the first hours of every collected trace, each scaled so that its mean needs about five replicas. Data are read where
MODELHOST_DATA points, else from ../shared/data; without them the benchmark says so and ends.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.interval.capacity import Capacity, capacity
from modelhost.planner.interval.screen import screen
from modelhost.planner.interval.ticks import tick_counts
from modelhost.planner.load.arrival import CV_RANGE
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.gap import filled
from modelhost.planner.load.read import read
from modelhost.planner.load.scale import scaled
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

DATA = Path(os.environ.get("MODELHOST_DATA") or Path(__file__).parents[2] / "shared" / "data")
TWITTER = "twitter_2021-08_per_minute.csv"
TRACES = (
    TWITTER,
    "nab_elb_request_count_8c0756.csv",
    "servegen_m-mid_10min.csv",
    "servegen_deepseek-r1_10min.csv",
    "AzureLLMInferenceTrace_conv.csv",
)
SERVICES = {
    "four slots, 0.2 s": (Service("m", Work(0.2), slowdown=np.array([1.0, 1.2, 1.5, 2.0])), Slo(latency_ms=1_500.0)),
    "one slot, 50 ms": (Service("m", Work(0.05, Shape.LOGNORMAL, cv=0.5)), Slo(latency_ms=300.0)),
    "32 slots, 6 s": (
        Service("m", Work(6.0, Shape.LOGNORMAL, cv=0.8), np.linspace(1.0, 2.5, 32), queue_limit=200),
        Slo(latency_ms=35_000.0),
    ),
}
STARTUP, MOST, REPLICAS, DAYS, THREADS = Startup(300.0, 60.0), 64, 5.0, 14, 2
MAXIMUM_SECONDS, MAXIMUM_SPREAD = 15.0, 0.15


def policies(known: Capacity, count: int) -> list[Policy]:
    """*count* policies: a quarter fixed, the rest half by invocations and half by concurrency."""
    ends = [count // 4, count - (count - count // 4) // 2]
    made = [Policy(Fixed(), Bounds.constant(low, low), low) for low in range(3, 3 + ends[0])]
    for share in np.linspace(0.3, 0.92, ends[1] - ends[0]):
        target = TargetTracking(Metric.INVOCATIONS, share * known.full_rate * 60.0)
        made.append(Policy(target, Bounds.constant(2, MOST), 6))
    for share in np.linspace(0.15, 0.9, count - ends[1]):
        target = TargetTracking(Metric.CONCURRENCY, share * known.slots)
        made.append(Policy(target, Bounds.constant(2, MOST), 6))
    return made


def fitting(trace: Trace, known: Capacity) -> Trace:
    """The trace, so that its mean needs REPLICAS replicas."""
    return scaled(trace, REPLICAS * known.full_rate / (trace.total / trace.seconds))


def speed(count: int, rounds: int) -> dict[str, Any]:
    """How long *count* policies over 14 days take, without compiling."""
    service, slo = SERVICES["four slots, 0.2 s"]
    known = capacity(service, slo, MOST)
    trace = slice_seconds(filled(read(DATA / TWITTER)), 0.0, DAYS * 86_400.0)
    counts, chosen = tick_counts(fitting(trace, known)), policies(known, count)
    start = time.perf_counter()
    screen(counts[:10], known, chosen[:1], STARTUP, warmup_seconds=0.0)
    compiling, times = time.perf_counter() - start, []
    for number in range(rounds):
        wall, busy = time.perf_counter(), time.process_time()
        screen(counts, known, chosen, STARTUP, threads=THREADS)
        times.append((time.perf_counter() - wall, time.process_time() - busy))
        print(f"round {number + 1}: {times[-1][0]:.2f} s, {times[-1][1]:.2f} s of processors", file=sys.stderr)
    walls = [wall for wall, _ in times]
    return {
        "policies": count,
        "ticks": len(counts),
        "seconds": round(min(walls), 2),
        "processor_seconds": round(min(busy for _, busy in times), 2),
        "ns_per_tick": round(min(busy for _, busy in times) / count / len(counts) * 1e9, 1),
        "loading_or_compiling_seconds": round(compiling, 2),
        "maximum_seconds": MAXIMUM_SECONDS,
        "met": min(walls) <= MAXIMUM_SECONDS,
        "spread": round(max(walls) / min(walls) - 1, 3),
        "trustworthy": max(walls) / min(walls) - 1 <= MAXIMUM_SPREAD,
    }


def accuracy(hours: float) -> list[dict[str, Any]]:
    """How near screening is to the simulator, for each trace and service."""
    rows = []
    for name in TRACES:
        trace = filled(read(DATA / name))
        trace = slice_seconds(trace, 0.0, min(trace.seconds, hours * 3_600.0))
        for words, (service, slo) in SERVICES.items():
            known = capacity(service, slo, MOST, arrival_cv=variation(trace))
            rows.append({"trace": name, "service": words} | compared(fitting(trace, known), service, slo, known))
            print(json.dumps(rows[-1]), file=sys.stderr)
    return rows


def variation(trace: Trace) -> float:
    """Coefficient of variation of the gaps between arrivals, mean over windows; 1 where it is not known."""
    return 1.0 if trace.cv is None else float(np.clip(np.nan_to_num(trace.cv, nan=1.0), *CV_RANGE).mean())


def compared(trace: Trace, service: Service, slo: Slo, known: Capacity) -> dict[str, Any]:
    """Screening beside the simulator, for the same trace, policies and seed."""
    chosen = [each for each in policies(known, 16) if each.bounds.low[0] < MOST]
    warmup = min(3_600.0, trace.seconds / 4)
    screened = screen(tick_counts(trace, 1), known, chosen, STARTUP, warmup)
    true = [simulate(trace, service, each, STARTUP, slo, 1, warmup) for each in chosen]
    kept, cost = (np.array([getattr(each, name) for each in true]) for name in ("attainment", "mean_replicas"))
    off, paid = screened.attainment - kept, screened.mean_replicas / cost - 1
    near = kept > 0.9
    return {
        "attainment_off_mean": round(float(np.abs(off[near]).mean()), 4) if near.any() else None,
        "attainment_off_most": round(float(off[near][np.abs(off[near]).argmax()]), 4) if near.any() else None,
        "cost_off_mean": round(float(np.abs(paid).mean()), 4),
        "cost_off_most": round(float(paid[np.abs(paid).argmax()]), 4),
        "rank_attainment": round(spearman(screened.attainment, kept), 3),
        "rank_cost": round(spearman(screened.mean_replicas, cost), 3),
        "regret_of_five": regret(screened.attainment, screened.mean_replicas, kept, cost),
    }


def spearman(one: Any, other: Any) -> float:
    """Rank correlation; equal values share a rank."""
    ranks = [np.searchsorted(np.sort(each), each) for each in (np.round(one, 3), np.round(other, 3))]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def regret(screened: Any, price: Any, kept: Any, cost: Any, wanted: float = 0.99) -> float | None:
    """What the cheapest of five shortlisted policies that suffice costs above the cheapest of all; none: none do."""
    best = np.where(kept >= wanted, cost, np.inf).min()
    order = np.lexsort((price, np.maximum(0.0, wanted - 0.01 - screened)))[:5]
    found = np.where(kept[order] >= wanted, cost[order], np.inf).min()
    return round(float(found / best - 1), 4) if np.isfinite(best) else None


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policies", type=int, default=1_500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hours", type=float, default=48.0)
    chosen = parser.parse_args()
    missing = [name for name in TRACES if not (DATA / name).is_file()]
    if missing:
        print(json.dumps({"skipped": f"no {missing[0]}; set MODELHOST_DATA to the folder that holds it"}))
        return
    print(json.dumps({"speed": speed(chosen.policies, chosen.rounds), "accuracy": accuracy(chosen.hours)}, indent=2))


if __name__ == "__main__":
    main()
