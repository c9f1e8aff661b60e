"""Which machines are larger ones, and the ladder that is written for them."""

from __future__ import annotations

from dataclasses import replace

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.forms import fixed
from modelhost.planner.search.grid import dials
from modelhost.planner.search.rooms import ladder
from tests.planner.question import offer, question, room, trace

SMALL, MIDDLE, LARGE = offer("ml.m5.large", 0.1), offer("ml.m5.xlarge", 0.2), offer("ml.m5.2xlarge", 0.4)
TODAY = Candidate(Form.FIXED, "ml.m5.xlarge", Policy(Fixed(), Bounds.constant(1, 1)))


def test_only_dearer_machines_than_what_stands_are_larger() -> None:
    """Neither today's own nor a smaller one is."""
    asked = question(offers=(SMALL, MIDDLE, LARGE), today=TODAY)
    assert [bool(ladder(asked, each)) for each in asked.offers] == [False, False, True]


def test_without_anything_that_stands_the_cheapest_that_fits_is_the_smallest() -> None:
    """One that does not fit is not what others are larger than."""
    asked = question(offers=(replace(SMALL, misfit="too small"), MIDDLE, LARGE))
    assert [bool(ladder(asked, each)) for each in (MIDDLE, LARGE)] == [False, True]


def test_the_ladder_that_stands_is_kept() -> None:
    """The new machine comes among its sizes, cheapest first."""
    sizes = ("ml.m5.large", "ml.m5.4xlarge")
    asked = question(offers=(SMALL, MIDDLE, LARGE), today_machine="ml.m5.large", today_sizes=sizes)
    assert ladder(asked, LARGE) == ("ml.m5.large", "ml.m5.2xlarge", "ml.m5.4xlarge")


def test_the_ladder_is_what_is_written() -> None:
    """A larger machine takes the word `vertical` and all sizes."""
    words = fixed(replace(room(), ladder=("ml.m5.small", "ml.m5.large")), 1, Form.VERTICAL).scaling
    assert words == {"strategy": "vertical", "sizes": ["ml.m5.small", "ml.m5.large"], "replicas": {"count": 1}}


def test_a_machine_that_is_not_larger_has_no_such_form() -> None:
    """A larger machine is never compared with itself."""
    bench = Bench(question(trace=trace(1)))
    forms = [
        {dial.form for dial in dials(each, bench.past, bench.needed(each))}
        for each in (room(), replace(room(), ladder=("ml.m5.large",)))
    ]
    assert [Form.VERTICAL in each for each in forms] == [False, True]
