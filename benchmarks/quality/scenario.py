"""The scenarios of `scenarios.toml`: a trace, a model on several machines, a promise."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.offers import cheapest, offers, promise
from modelhost.planner.load.burst import without_bursts
from modelhost.planner.load.cut import first_half
from modelhost.planner.load.read import read
from modelhost.planner.load.scale import scaled
from modelhost.planner.load.trace import Trace
from modelhost.planner.max_rps import max_rps
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.calendar import MONDAY
from modelhost.planner.service.slo import Slo

HERE = Path(__file__).parents[1]
DATA = Path(os.environ.get("MODELHOST_DATA") or HERE.parents[1] / "shared" / "data")
SEED = 1
"""Of what a plan may see; scoring uses others."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """One thing to plan for."""

    name: str
    """Trace, model and replicas."""
    trace: Trace
    """All of it, scaled; half is for planning."""
    slo: Slo
    """The promise."""
    offers: tuple[Offer, ...]
    """The machines."""
    default: Offer
    """The cheapest machine on which one request keeps the promise."""

    def question(self, past: Trace) -> Question:
        """What is asked when *past* is known."""
        region = words()["region"]
        return Question(self.name, region, past, self.slo, self.offers, seed=SEED)


def words() -> dict[str, Any]:
    """What `scenarios.toml` says."""
    return tomllib.loads((HERE / "scenarios.toml").read_text("utf-8"))


def names() -> list[str]:
    """The names of all scenarios, small ones first; those that were added later stand behind."""
    said = words()
    tables = [said, *said["also"]]
    return [f"{t}/{m}/{n}" for of in tables for n in of["replicas"] for t in of["traces"] for m in of["models"]]


def scenario(name: str) -> Scenario:
    """The scenario of *name*, such as `m-mid/image/12`."""
    trace_name, model_name, replicas = name.split("/")
    return scenario_of(name, _trace(words()["trace"][trace_name]), model_name, int(replicas))


def scenario_of(name: str, trace: Trace, model_name: str, replicas: int) -> Scenario:
    """The scenario of *trace* at a rate that needs so many *replicas* of the default machine in the first half."""
    said = words()
    model = said["model"][model_name]
    slo, found = promise(said, model), tuple(offers(said, model, first_half(trace)))
    default = cheapest(found, slo, SEED)
    peak = float(np.nanquantile(first_half(trace).rate_per_second, 0.99))
    rate = replicas * max_rps(default.service, slo, SEED)
    return Scenario(name, _fewer(trace, rate / peak), slo, found, default)


def _fewer(trace: Trace, factor: float) -> Trace:
    """The trace at *factor* times its rate; fewer callers are the same ones thinned, whose gaps become Poisson.

    Of a renewal process with a coefficient of variation c, of which each request is kept with chance p, the gaps have
    c'^2 = 1 + p (c^2 - 1) (Cox, Renewal Theory, 1962).
    """
    cv = None if trace.cv is None else np.sqrt(1 + min(1.0, factor) * (trace.cv**2 - 1))
    return scaled(replace(trace, cv=cv), factor)


def _trace(said: dict[str, Any]) -> Trace:
    """The trace of a table; one without dates begins on a Monday."""
    found = read(DATA / said["file"])
    found = without_bursts(found) if said.get("without_bursts") else found
    return replace(found, start=found.start or MONDAY)
