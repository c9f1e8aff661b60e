"""Settings that nobody tried are found where the promise stops to be kept."""

from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.crossed import Past
from modelhost.planner.search.deepen import FIRM_ROOMS, edges, untried
from modelhost.planner.search.dial import turned
from modelhost.planner.search.grid import FIRM_SAFETY, dials, firmer
from modelhost.planner.search.race import Race
from modelhost.planner.search.rooms import rooms
from tests.planner.question import question, trace


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
    """They lie inside the gap, where something cheaper may hold."""
    race = raced(0.3, 0.45, 0.9)
    held = max(each.screening.turned.number for each in race.done if race.holds(each))
    lost = min(each.screening.turned.number for each in race.done if not race.holds(each))
    found = [each.number for each in untried(race)]
    assert len(found) == 3
    assert all(held < number < lost for number in found)


def test_where_nothing_holds_lower_numbers_are_tried() -> None:
    """A dial whose lowest number fails by little is turned further down."""
    race = raced(0.9)
    [edge] = edges(race) or [None]
    assert edge is not None
    assert edge.held is None
    assert all(each.number < edge.lost for each in untried(race))


def test_a_dial_that_holds_to_its_end_is_left_alone() -> None:
    """Nothing is missing below what holds, as that costs more."""
    race = raced(0.3)
    assert race.best() is not None
    assert untried(race) == []


def test_firmer_floors_are_higher_than_those_of_the_grid() -> None:
    """They are tried on both metrics and few machines."""
    bench = Bench(question(trace=trace(8)))
    [room] = rooms(bench.question)
    past: Past = bench.past
    found = [each.candidate.settings for dial in firmer(room, past) for each in turned(dial, dial.coarse)]
    assert {each["safety"] for each in found} == {FIRM_SAFETY}
    assert {each["metric"] for each in found} == {0.0, 1.0}
    assert FIRM_ROOMS >= 1
