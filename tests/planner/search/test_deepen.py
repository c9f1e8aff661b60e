"""Settings that nobody tried are found where the promise stops to be kept."""

from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.deepen import AROUND, BETWEEN, edges, untried
from modelhost.planner.search.dial import turned
from modelhost.planner.search.grid import dials
from modelhost.planner.search.race import Race
from modelhost.planner.search.rooms import rooms
from tests.planner.question import offer, question, trace


def raced(*numbers: float) -> Race:
    """A race of tracking invocations at *numbers* of what a replica bears, each replayed."""
    bench = Bench(question(trace=trace(2)))
    [room] = rooms(bench.question)
    dial = next(each for each in dials(room, bench.past, bench.needed(room)) if each.form is Form.INVOCATIONS)
    race = Race(bench, bench.slowed(bench.screen(turned(dial, numbers))))
    for each in race.entrants:
        race.verify(each)
    return race


def test_between_what_holds_and_what_does_not_further_numbers_are_tried() -> None:
    """They lie inside the gap, where something cheaper may hold; on the dials beside, around what holds."""
    race = raced(0.3, 0.45, 0.9)
    held = max(each.screening.turned.number for each in race.done if race.holds(each))
    lost = min(each.screening.turned.number for each in race.done if not race.holds(each))
    dial = race.entrants[0].turned.dial
    found = untried(race)
    assert len([each for each in found if each.dial is dial and held < each.number < lost]) == BETWEEN
    beside = {each.number for each in found if each.dial is not dial}
    assert beside
    assert beside <= {held * share for share in AROUND}


def test_where_nothing_holds_lower_numbers_are_tried() -> None:
    """A dial whose lowest number fails by little is turned further down."""
    race = raced(0.9)
    [edge] = edges(race) or [None]
    assert edge is not None
    assert edge.held is None
    own = [each.number for each in untried(race) if each.dial is edge.dial]
    assert own
    assert max(own) < edge.lost


def test_a_dial_that_holds_to_its_end_is_turned_beyond() -> None:
    """What is cheaper yet may hold, too."""
    race = raced(0.3)
    own = [each.number for each in untried(race) if each.dial is race.entrants[0].turned.dial]
    assert race.best() is not None
    assert own
    assert min(own) > 0.3


def test_no_count_above_the_quota_is_tried() -> None:
    """What the account may not have is no remedy."""
    bench = Bench(question(trace=trace(2, mean=6.0), offers=(offer(quota=6),)))
    [room] = rooms(bench.question)
    dial = next(each for each in dials(room, bench.past, bench.needed(room)) if each.form is Form.FIXED)
    race = Race(bench, bench.slowed(bench.screen(turned(dial, (-3.0, -2.0)))))
    assert all(each.candidate.policy.bounds.high.max() <= 3 for each in untried(race))


def test_beside_a_floor_lie_those_that_differ_in_one_word() -> None:
    """Each has another factor, another quantile or the other metric."""
    bench = Bench(question(trace=trace(8)))
    [room] = rooms(bench.question)
    dial = next(each for each in dials(room, bench.past, bench.needed(room)) if each.form is Form.FLOORS)
    own = dial.make(0.7).settings
    for other in dial.beside():
        changed = {name for name, value in other.make(0.7).settings.items() if value != own[name]}
        assert changed in ({"safety"}, {"quantile"}, {"metric"})
