"""A plan as JSON: every number of the answer, without the arrays of whole replays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from modelhost.planner.answer import Plan
from modelhost.planner.search.judged import Judged

POINTS = 500
"""Points of the timeline that are kept."""


def plain(plan: Plan) -> dict[str, Any]:
    """Return *plan* as plain values; what is no number is null."""
    asked = plan.question
    document = {
        "endpoint": asked.endpoint,
        "region": asked.region,
        "trace": {"name": asked.trace.name, "seconds": asked.trace.seconds, "requests": asked.trace.total},
        "slo": asked.slo._asdict(),
        "priceOption": asked.price_option,
        "whatIf": dict(asked.what_if),
        "change": plan.change,
        "winner": judged(plan.winner),
        "today": judged(plan.today),
        "runnersUp": [judged(each) for each in plan.runners_up],
        "byForm": {str(form): judged(each) for form, each in plan.by_form.items()},
        "baselines": {name: judged(each) for name, each in plan.baselines.items()},
        "clairvoyantUsdPerMonth": plan.clairvoyant_usd_per_month,
        "verdicts": [each._asdict() for each in plan.verdicts],
        "costBySlo": [{"limitMs": ms, "usdPerMonth": usd, "machine": name} for ms, usd, name in plan.cost_by_slo],
        "assumptions": [each._asdict() for each in plan.assumptions],
        "flips": [each._asdict() for each in plan.flips],
        "bottleneck": plan.bottleneck._asdict() if plan.bottleneck else None,
        "machines": [each._asdict() for each in plan.fits],
        "tokenByToken": proof(plan),
        "timeline": timeline(plan),
        "notes": list(plan.notes),
        "screened": plan.screened,
        "verified": plan.verified,
        "seconds": plan.seconds,
        "stages": dict(plan.stages),
    }
    found: dict[str, Any] = numbers(document)
    return found


def judged(found: Judged | None) -> dict[str, Any] | None:
    """Return a candidate with what came of it."""
    if found is None:
        return None
    candidate = found.candidate
    return {
        "form": str(candidate.form),
        "machine": candidate.machine,
        "settings": dict(candidate.settings),
        "scaling": candidate.scaling,
        "usdPerMonth": found.cost._asdict(),
        "attainment": found.attainment,
        "attainment80": found.interval._asdict(),
        "worstHour": found.worst_hour,
        "meanReplicas": found.mean_replicas,
        "peakReplicas": found.peak_replicas,
        "feasible": found.feasible,
        "why": found.why,
        "fidelity": str(found.fidelity),
    }


def proof(plan: Plan) -> dict[str, Any] | None:
    """Return what the winner keeps token by token; null where no tokens are promised, or a verdict says why not."""
    found = plan.proof
    if found is None:
        return None
    return {
        "keeps": found.expected >= plan.question.slo.attainment,
        "attainment": found.expected,
        "replayed": {
            "requests": found.offered,
            "hours": found.hours,
            "whole": found.whole,
            "attainment": found.attainment,
            "attainmentByRequest": found.by_request,
        },
    }


def timeline(plan: Plan) -> dict[str, Any] | None:
    """Return load and capacity at no more than `POINTS` moments."""
    found = plan.timeline
    if found is None:
        return None
    places = np.unique(np.linspace(0, len(found.seconds) - 1, min(POINTS, len(found.seconds))).astype(int))
    names = ("seconds", "rate", "serving", "paid")
    return {name: getattr(found, name)[places].tolist() for name in names} | {"replicaRps": found.replica_rps}


def numbers(value: Any) -> Any:
    """Return *value* with plain numbers, null for what JSON cannot say."""
    if isinstance(value, Mapping):
        return {str(key): numbers(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [numbers(each) for each in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
