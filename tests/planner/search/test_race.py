"""Who is replayed, and in which order."""

from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.grid import coarse, dials
from modelhost.planner.search.race import Race, shortlist
from modelhost.planner.search.rooms import rooms
from tests.planner.question import question, trace


def race() -> Race:
    """A race of one machine's coarse settings on two days."""
    bench = Bench(question(trace=trace(2)))
    [room] = rooms(bench.question)
    screened = bench.screen(coarse(dials(room, bench.past, bench.needed(room))))
    return Race(bench, bench.slowed(shortlist(screened, 0.99)))


def test_the_race_ends_with_the_cheapest_that_holds() -> None:
    """Nobody is left who seems cheaper and seems to hold."""
    found = race()
    found.run(20, lambda: None)
    best = found.best()
    assert best is not None
    assert found.following() is None
    assert all(not found.holds(each) or each.cost.expected >= best.cost.expected for each in found.done)


def test_who_may_hold_for_less_is_tried_before_the_race_ends() -> None:
    """Doubtful ones are replayed until none is worth it, and the winner only gets cheaper by that."""
    found = race()
    found.run(20, lambda: None)
    before = found.best()
    found.run_doubtful(40, lambda: None)
    after = found.best()
    assert before is not None
    assert after is not None
    assert found.doubtful() is None
    assert after.cost.expected <= before.cost.expected


def test_a_replay_corrects_what_is_thought_of_its_kind() -> None:
    """After a replay the prediction for its own setting is nearer to what was found than before."""
    found = race()
    first = found.following()
    assert first is not None
    before = found.misses(first)
    truth = 1 - found.verify(first).cautious
    assert abs(found.misses(first) - truth) <= abs(before - truth) + 1e-9


def test_every_form_is_among_those_looked_at_closely() -> None:
    """The best of a form may be told beside the winner only if it was looked at."""
    forms = {each.turned.dial.form for each in race().entrants}
    assert forms == {Form.FIXED, Form.INVOCATIONS, Form.CONCURRENCY}
