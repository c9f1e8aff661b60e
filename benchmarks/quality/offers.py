"""The machines of a scenario: times as `scenarios.toml` says, or by the physical model of a language model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from modelhost.catalog import machine, usd_per_hour
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.load.trace import Trace
from modelhost.planner.max_rps import max_rps
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer
from modelhost.planner.service.physical.estimate import estimate
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo


def promise(said: dict[str, Any], model: dict[str, Any]) -> Slo:
    """The promise of *model*: of whole requests, or of tokens."""
    limits = {name: model[name] for name in ("latency_ms", "ttft_ms", "itl_ms", "timeout_ms") if name in model}
    return Slo(attainment=said["attainment"], **limits)


def offers(said: dict[str, Any], model: dict[str, Any], trace: Trace) -> Iterator[Offer]:
    """The machines that are listed for *model*, as far as they have a price."""
    for name in model["machine"]:
        price = usd_per_hour(name, said["region"])
        if price is not None:
            service = _language(model, name, trace) if "architecture" in model else _listed(model, name)
            kind = model.get("startup") or ("gpu" if machine(name).gpu else "cpu")
            yield Offer(service, price, Startup(**said["startup"][kind]), "catalogue")


def cheapest(found: tuple[Offer, ...], slo: Slo, seed: int) -> Offer:
    """The default's machine: the cheapest on which one request keeps the promise."""
    able = (each for each in sorted(found, key=lambda each: each.usd_per_hour) if max_rps(each.service, slo, seed) > 0)
    return next(able)


def _listed(model: dict[str, Any], name: str) -> Service:
    """The service that the table of *name* says."""
    facts = model["machine"][name]
    work = Work(facts["seconds"], Shape.LOGNORMAL, model["cv"])
    slots = np.linspace(1.0, model["slowest"], facts["slots"])
    return Service(name, work, slots, basis="benchmarks/scenarios.toml")


def _language(model: dict[str, Any], name: str, trace: Trace) -> Service:
    """The service of the language model, by the lengths of *trace*; the lone machine's band is not the judge's."""
    serving = Serving(context=model["context"], mean_context=model["mean_context"])
    found = estimate(architecture(model["architecture"]), machine(name), serving, trace)
    return replace(found, band=Service("", found.work).band)
