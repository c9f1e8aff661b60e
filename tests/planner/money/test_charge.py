"""What an endpoint costs whatever its replicas do."""

from __future__ import annotations

import pytest

from components.alarm_plan import Watched
from components.kind.realtime import alarms
from modelhost.catalog.machine import machine
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import Step, StepPolicy
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.money.charge import BAND, endpoint_charges, scaling_alarms
from modelhost.spec.endpoint import EndpointSpec

MODEL = {"artifact": "s3://models/digits/", "framework": "sklearn"}
FIXED = {"strategy": "horizontal", "replicas": {"count": 2}}


@pytest.mark.parametrize("name", ["ml.m7i.large", "ml.g6.xlarge"])
@pytest.mark.parametrize("words", [{}, {"slo": {"p99_ms": 300}, "alarms": {"quiet_minutes": 10}}])
@pytest.mark.parametrize("band", [None, 3.0])
def test_the_alarms_that_are_deployed_are_paid(name: str, words: dict[str, object], band: float | None) -> None:
    """Every metric of every alarm is counted, an anomaly band as three, and each alarm on alarms."""
    block = {**words, "alarms": {**words.get("alarms", {}), "invocations_band": band}}  # type: ignore[dict-item]
    spec = EndpointSpec(model=MODEL, machine=name, scaling=FIXED, **block)
    plan = alarms(Watched(machine(name), spec.alarms, spec.slo, spec.rollout.rollback_on_alarms))
    metrics = sum(BAND if each.threshold is None else len(each.metrics) for each in plan.alarms)
    paid = sum(line.usd_per_month for line in endpoint_charges(spec, machine(name)))
    assert paid == pytest.approx(0.1 * metrics + 0.5 * len(plan.composites))


def test_scaling_pays_for_the_alarms_that_it_makes() -> None:
    """Two for each target, three times as dear where they look every ten seconds; one for each step policy."""
    invocations, fast = TargetTracking(Metric.INVOCATIONS, 60.0), TargetTracking(Metric.CONCURRENCY, 4.0)
    step = StepPolicy(Metric.INVOCATIONS, 600.0, (Step(0.0, 1),))
    assert scaling_alarms(Fixed()).usd_per_month == 0.0
    assert scaling_alarms(invocations).usd_per_month == pytest.approx(0.2)
    assert scaling_alarms(Several((invocations, fast), (step,))).usd_per_month == pytest.approx(0.2 + 0.6 + 0.1)
