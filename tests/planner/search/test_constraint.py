"""What a candidate must bear whatever it costs."""

from dataclasses import replace

import numpy as np

from modelhost.planner.search.bench import Bench
from modelhost.planner.search.constraint import borne, broken, surviving
from modelhost.planner.search.dial import turned
from modelhost.planner.search.forms import fixed
from modelhost.planner.search.grid import dials
from modelhost.planner.search.rooms import rooms
from modelhost.planner.search.verify import run
from tests.planner.question import offer, question, room, trace


def told(count: int, **changes: object) -> str:
    """What *count* replicas break."""
    bench = Bench(question(trace=trace(2), **changes))
    candidate = fixed(room(), count)
    return broken(bench, candidate, run(bench, bench.offer(candidate.machine), candidate.policy, 1.0))


def test_without_constraints_nothing_is_broken() -> None:
    """One replica is allowed where nobody asks for more."""
    assert told(1) == ""


def test_an_update_counts_against_the_quota() -> None:
    """Three replicas need six instances during blue/green."""
    text = told(3, offers=(offer(quota=5),))
    assert text == "3 replicas and an update beside them need 6 ml.m5.large, the quota is 5"
    assert told(3, offers=(offer(quota=5),), rollout_share=0.5) == ""


def test_a_lost_zone_must_be_borne() -> None:
    """Of three replicas in two zones one may be left, which does not bear the day; of six three are, which do."""
    assert "without one of 2 zones" in told(3, zones=2, zone_loss=True)
    assert told(8, zones=2, zone_loss=True) == ""


def test_who_is_replayed_bears_a_lost_zone() -> None:
    """Room for half of the replicas is left before anything is tried, so that something holds."""
    asked = question(trace=trace(2), zones=2, zone_loss=True)
    [wide], [plain] = rooms(asked), rooms(question(trace=trace(2)))
    assert wide.most > plain.most
    assert wide.needed(np.array([2.0]))[0] >= 2 * 2
    bench = Bench(asked)
    found = dials(wide, bench.past, bench.needed(wide))
    screened = bench.screen([each for dial in found for each in turned(dial, dial.coarse)])
    kept = surviving(bench, screened)
    assert 0 < len(kept) < len(screened)
    assert len(surviving(Bench(question(trace=trace(2))), screened)) == len(screened)


def test_an_empty_load_is_borne_without_a_zone() -> None:
    """Nobody comes, nobody is lost."""
    empty = replace(trace(1), counts=np.zeros(144))
    bench = Bench(question(trace=empty, zones=2, zone_loss=True))
    assert borne(bench, bench.question.offers[0].service, np.ones(144, dtype=np.int64)) == 1.0
