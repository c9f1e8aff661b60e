"""A small answer for the views, built by hand: nothing in it was computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from modelhost.planner.answer import Assumption, Bottleneck, FitRow, Flip, Plan, Timeline, Verdict
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import BUCKETS, Outcome
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.question import Question
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.judged import Cost, Interval, Judged
from modelhost.planner.service.slo import Slo

HOURS = 48
SCALING = {
    "strategy": "auto",
    "replicas": {"count": 2, "min": 1, "max": 5},
    "target": {"metric": "concurrency", "value": 3.2},
}


def trace() -> Trace:
    """Two days with a day's swing, and an hour in which nobody looked."""
    rate = 40 + 30 * np.sin(np.arange(HOURS) / 24 * 2 * np.pi - 2)
    rate[30] = np.nan
    return Trace("load.csv", datetime(2026, 11, 2, tzinfo=UTC), 3600.0, rate * 3600.0)


def outcome() -> Outcome:
    """Ten thousand requests around 100 ms."""
    histogram = np.zeros(BUCKETS, np.int64)
    histogram[1100:1250] = np.exp(-(((np.arange(150) - 60) / 30) ** 2)) * 190
    none = np.zeros(HOURS, np.int64)
    return Outcome(10_000, 9_950, 20, 30, histogram, none, none, none, none, none, 3600.0 * 90, 3600.0 * 47)


def judged(form: Form, machine: str, usd: float, feasible: bool = True, why: str = "", **settings: float) -> Judged:
    """A candidate that costs *usd* a month."""
    policy = Policy(Fixed(), Bounds.constant(1, 5))
    scaling: dict[str, Any] = (
        SCALING if form.strategy == "auto" else {"strategy": "horizontal", "replicas": {"count": 4}}
    )
    candidate = Candidate(form, machine, policy, settings, scaling)
    kept = 0.995 if feasible else 0.93
    interval = Interval(kept - 0.004, min(1.0, kept + 0.003))
    cost = Cost(usd * 0.9, usd, usd * 1.2)
    return Judged(candidate, cost, kept, interval, kept - 0.03, 1.9, 4, feasible, why, outcome=outcome())


def plan(**changes: Any) -> Plan:
    """An answer with every part filled."""
    winner = judged(Form.FLOORS, "ml.m7i.large", 210.0, target=3.2, least=2)
    today = judged(Form.FIXED, "ml.m7i.xlarge", 690.0, why="three replicas idle at night", count=4)
    slow = judged(
        Form.INVOCATIONS, "ml.m7i.large", 260.0, feasible=False, why="93.0 % kept, 99.0 % promised", target=900
    )
    hours = np.arange(HOURS) * 3600.0
    serving = np.where(np.arange(HOURS) % 24 > 6, 3, 1)
    whole = Plan(
        question=Question("digits", "us-west-2", trace(), Slo(latency_ms=300.0), ()),
        winner=winner,
        today=today,
        runners_up=(today, slow),
        by_form={Form.FLOORS: winner, Form.FIXED: today, Form.INVOCATIONS: slow},
        baselines={"aws default": judged(Form.INVOCATIONS, "ml.m7i.large", 410.0)},
        clairvoyant_usd_per_month=180.0,
        verdicts=(Verdict("horizontal, vertical or auto?", "auto", "210 USD beside 690 of a fixed count"),),
        change="You pay 690 USD a month and keep 99.5 %; change two lines and save 480 USD.",
        cost_by_slo=((150.0, 420.0, "ml.m7i.xlarge"), (300.0, 210.0, "ml.m7i.large"), (600.0, 190.0, "ml.m7i.large")),
        timeline=Timeline(hours, trace().rate_per_second, serving, serving + 1, 25.0),
        assumptions=(Assumption("start-up of ml.m7i.large", "240 s", "assumed", "480 s: 230 USD"),),
        flips=(Flip("start-up", "over 480 s", "scheduled counts win"),),
        bottleneck=Bottleneck("max of 5 replicas", 1.8, 0.91, "At 1.8x the load the max of 5 replicas is reached."),
        fits=(
            FitRow("ml.m7i.large", True, 25.0, 0.12, 1.33, "measured"),
            FitRow("ml.t3.medium", False, 0.0, 0.05, np.inf, "1 GiB short"),
        ),
        notes=("an hour without data was masked",),
        screened=1500,
        verified=40,
        seconds=12.0,
    )
    return replace(whole, **changes)
