"""Sizes by the clock as candidates of a plan."""

from __future__ import annotations

from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.deploy import deployed, sizes_of, strategy_of
from modelhost.planner.search.exchanged import exchanges
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.search.rooms import rooms
from modelhost.planner.verdict.timeline import sized, timeline
from modelhost.spec.scaling import ScalingSpec
from tests.planner.question import offer, question, trace

OFFERS = (offer(), offer("ml.m5.xlarge", 0.2, 1.0), offer("ml.m5.2xlarge", 0.4, 0.5))


def test_a_smaller_machine_by_night_is_written_as_the_clock_does_it() -> None:
    """The words give the same sizes as what was tried, and the stack file takes them."""
    bench = Bench(question(trace=trace(8), offers=OFFERS))
    found = exchanges(bench, tuple(rooms(bench.question)))
    assert found
    best = found[0]
    assert ScalingSpec.model_validate(dict(best.scaling)).strategy == Form.SIZES.strategy == "vertical"
    policy = deployed(best.scaling, best.machine, bench.trace)
    assert sizes_of(strategy_of(best.scaling, best.machine), best.machine) == best.sizes
    assert (policy.ladder, set(policy.bounds.low.tolist())) == (best.policy.ladder, {1, 2})


def test_nothing_is_exchanged_without_a_week() -> None:
    """Two days teach no clock."""
    bench = Bench(question(trace=trace(2), offers=OFFERS))
    assert exchanges(bench, tuple(rooms(bench.question))) == []


def test_the_picture_shows_what_each_size_bears() -> None:
    """Capacity moves between one replica of the smaller and one of the larger machine, though the count stays."""
    bench = Bench(question(trace=trace(8), offers=OFFERS))
    known = tuple(rooms(bench.question))
    best = exchanges(bench, known)[0]
    outcome = of_candidate(bench, best).outcome
    assert outcome is not None
    found = sized(timeline(bench.trace, outcome, 1.0), bench, best, known)
    assert found is not None
    rates = {room.offer.machine: room.max_rps for room in known}
    assert set(found.serving_rps.tolist()) == {best.policy.ladder * rates[name] for name in best.sizes}
    assert (found.paid_rps >= found.serving_rps).all()
