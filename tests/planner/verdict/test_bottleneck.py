"""What breaks first in a plan: the factor, its name, and the headroom."""

from __future__ import annotations

from modelhost.planner.answer import Bottleneck
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.verdict.bottleneck import bottleneck
from tests.planner.question import offer, question, trace


def broken(count: int, **changes: object) -> Bottleneck:
    """What breaks a fixed count under a load of two days."""
    bench = Bench(question(trace=trace(2), offers=(offer(**changes),)))
    fixed = Candidate(Form.FIXED, "ml.m5.large", Policy(Fixed(), Bounds.constant(count, count), count))
    return bottleneck(bench, of_candidate(bench, fixed))


def test_a_fixed_count_has_its_headroom_in_numbers() -> None:
    """Nine replicas of one request per second each meet a peak of 2.7: they break at some three times that."""
    found = broken(9)
    assert found.what == "the count of 9 replicas"
    assert 2.6 < found.factor < 3.4
    assert f"headroom {100 * (found.factor - 1):.0f} %, by replay" in found.text


def test_what_the_quota_limits_is_called_so() -> None:
    """Twelve instances are six replicas with an update beside them."""
    assert "quota of 12" in broken(6, quota=12).what
