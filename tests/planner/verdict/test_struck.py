"""What machines that fail do to the promise."""

from __future__ import annotations

from dataclasses import replace

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.deploy import deployed
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.struck import (
    busiest,
    kept_without_a_zone,
    mishap_notes,
    standing,
    surviving,
    zone_verdict,
)
from tests.planner.question import offer, question, trace

BENCH = Bench(question(trace=trace(1), zones=2, zone_loss=True))


def fixed(count: int, bench: Bench = BENCH) -> Judged:
    """A fixed count, replayed."""
    policy = Policy(Fixed(), Bounds.constant(count, count), count)
    return of_candidate(bench, Candidate(Form.FIXED, "ml.m5.large", policy))


def test_a_zone_is_lost_in_the_busiest_hour() -> None:
    """The load swings with the day, its top in the early afternoon."""
    assert busiest(trace(1)) // 3_600 in (12, 13, 14, 15)


def test_the_cheapest_that_survives_a_lost_zone_is_taken() -> None:
    """Four replicas keep the promise until two of them are lost; ten do not notice."""
    four, ten = fixed(4), fixed(10)
    best, kept = surviving(BENCH, [four, ten])
    assert best is ten
    assert kept[id(four.candidate)] < 0.99
    [verdict] = zone_verdict(BENCH, ten)
    assert verdict.answer == "yes"


def test_nothing_is_said_where_nobody_asked() -> None:
    """Without the option no zone is lost."""
    plain = Bench(question(trace=trace(1), zones=2))
    assert list(zone_verdict(plain, fixed(4, plain))) == []


def test_interruptions_are_met_in_every_replay() -> None:
    """One in two hours takes requests along and makes replacements start, which is paid for."""
    spot = Bench(question(trace=trace(1), offers=(replace(offer(), interruptions_per_hour=0.5),)))
    calm, often = fixed(4), fixed(4, spot)
    assert often.outcome is not None
    assert often.outcome.lost > 0
    assert often.attainment < calm.attainment
    assert f"{often.outcome.lost:,} requests" in next(mishap_notes(spot, often))


def test_launches_that_find_no_machine_are_counted() -> None:
    """They are tried again, and the plan says so."""
    scarce = Bench(question(trace=trace(1), failed_launches=0.2))
    assert "20% of the launches" in next(mishap_notes(scarce, fixed(4, scarce)))


def test_what_stands_and_breaks_without_a_zone_does_not_win() -> None:
    """Four replicas stand only where the others break too; ten stand against four that are cheaper."""
    four, ten = fixed(4), fixed(10)
    seen = {id(four.candidate): 0.5, id(ten.candidate): 1.0}
    best, today = standing(BENCH, ten, replace(four, feasible=True), seen)
    assert best is ten
    assert today is not None
    assert not today.feasible
    assert today.why.endswith("of the busiest hour when a zone is lost for it")
    alone = replace(four, feasible=True)
    assert standing(BENCH, None, alone, {}) == (None, alone)
    assert standing(BENCH, four, ten, seen) == (None, ten)


def test_an_update_waits_for_the_slowest_size_without_a_zone_too() -> None:
    """A larger size that starts for an hour is not there at the start of the small one."""
    sizes, block = ("ml.m5.large", "ml.m5.xlarge"), {"strategy": "vertical", "replicas": {"count": 2}}
    clock = [{"at": "daily 12:00", "size": sizes[1]}, {"at": "daily 18:00", "size": sizes[0]}]

    def kept(seconds: float) -> float:
        larger = replace(offer(sizes[1], 0.2, 1.0), startup=Startup(seconds))
        bench = Bench(question(trace=trace(1), zones=2, zone_loss=True, offers=(offer(), larger)))
        policy = deployed({**block, "sizes": list(sizes), "schedule": clock}, sizes[0], bench.trace)
        return kept_without_a_zone(bench, of_candidate(bench, Candidate(Form.SIZES, sizes[0], policy, sizes=sizes)))

    assert kept(3_600.0) < kept(240.0)
