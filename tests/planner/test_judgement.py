"""Who wins and why others do not, of searches made by hand."""

from __future__ import annotations

from modelhost.planner.judgement import judged
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.dial import turned
from modelhost.planner.search.grid import dials
from modelhost.planner.search.race import Race
from modelhost.planner.search.rooms import rooms
from modelhost.planner.search.search import Found
from tests.planner.question import question, trace

REASON = "does not bear the load without a zone, by the per-interval model"


def test_a_lost_zone_is_the_reason_only_of_those_that_it_struck() -> None:
    """Of two forms that were not replayed one broke without a zone; the other one keeps too little."""
    asked = question(trace=trace(2), zones=2, zone_loss=True)
    bench, [room] = Bench(asked), rooms(asked)
    found = [
        dial for dial in dials(room, bench.past, bench.needed(room)) if dial.form in (Form.FIXED, Form.INVOCATIONS)
    ]
    rows = bench.screen([each for dial in found for each in turned(dial, dial.coarse[-1:])])
    struck = frozenset(id(row.turned.candidate) for row in rows if row.turned.dial.form is Form.FIXED)
    seen = judged(Found(bench, (), tuple(rows), Race(bench, []), {}, struck))
    assert seen.winner is None
    assert seen.by_form[Form.FIXED].why == REASON
    assert not seen.by_form[Form.FIXED].feasible
    assert REASON not in seen.by_form[Form.INVOCATIONS].why
