"""What is remembered of fleets under other loads."""

from __future__ import annotations

import gc
from dataclasses import replace

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.bottleneck import Fleet
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.search.bench import Bench
from modelhost.planner.verdict.loaded import Model
from tests.planner.question import question, service, trace


def test_a_service_that_is_gone_is_not_taken_for_another() -> None:
    """What a fleet bears goes by the identity of its service, so each that was asked about is held."""
    model, policy = Model(Bench(question(trace=trace(1)))), Policy(Fixed(), Bounds.constant(2, 2), 2)
    for queue in (100, 200, 300):
        model.capacity(Fleet(replace(service(), queue_limit=queue), policy, Startup(60.0)))
        gc.collect()
    assert len(model._known) == 3
