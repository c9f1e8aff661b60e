"""A long trace by its telling hours."""

import numpy as np
import pytest

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.excerpt import pieces
from modelhost.planner.search.verify import run
from tests.planner.question import offer, question, trace


def test_peak_trough_and_ramps_are_among_the_pieces() -> None:
    """The highest and the lowest hour are always looked at."""
    load = trace(4)
    hourly = load.counts.reshape(-1, 6).sum(axis=1)
    found = pieces(load, 1e9, 1)
    for hour in (int(np.argmax(hourly)), int(np.argmin(hourly))):
        assert any(piece.begin <= (hour + 0.5) * 3600 <= piece.end for piece in found)


def test_the_pieces_hold_no_more_than_they_may() -> None:
    """Their length follows what may be replayed."""
    load = trace(4, mean=50.0)
    long, short = pieces(load, 1e9, 1), pieces(load, 2e5, 1)
    assert sum(piece.end - piece.begin for piece in short) < sum(piece.end - piece.begin for piece in long) / 2


def test_the_same_seed_chooses_the_same_hours() -> None:
    """Nothing goes by chance that is not seeded."""
    assert pieces(trace(4), 1e6, 7) == pieces(trace(4), 1e6, 7)


@pytest.mark.parametrize("count", [3, 4])
def test_an_excerpt_tells_what_the_whole_does(count: int) -> None:
    """Attainment by telling hours is near that of the whole, and the cost is the same."""
    policy = Policy(Fixed(), Bounds.constant(count, count), count)
    whole = Bench(question(trace=trace(4), budget_seconds=30.0))
    short = Bench(question(trace=trace(4), budget_seconds=0.2))
    assert not whole.pieces
    assert short.pieces
    full, part = run(whole, offer(), policy, 1.0), run(short, offer(), policy, 1.0)
    assert part.attainment == pytest.approx(full.attainment, abs=0.02)
    assert part.mean_replicas == pytest.approx(full.mean_replicas)
