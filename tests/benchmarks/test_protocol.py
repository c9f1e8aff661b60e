"""What the two protocols let a plan know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks.quality import protocol
from benchmarks.quality.scenario import Scenario
from benchmarks.quality.score import Segment
from modelhost.planner.load.trace import Trace
from modelhost.planner.question import Question
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.service.slo import Slo
from tests.planner.question import offer, trace

DAY_SECONDS = 86_400.0


@dataclass
class Seen:
    """What searches were shown, and what was scored."""

    pasts: list[Trace] = field(default_factory=list)
    segments: list[list[Segment]] = field(default_factory=list)

    def search(self, question: Question) -> Any:
        """Remember the past, and decide for as many replicas as it has days."""
        self.pasts.append(question.trace)
        days = round(question.trace.seconds / DAY_SECONDS)
        words: Any = {"replicas": {"count": days}}
        found = SimpleNamespace(candidate=Candidate(Form.FIXED, "ml.m5.large", None, {}, words))  # type: ignore[arg-type]
        return SimpleNamespace(race=SimpleNamespace(best=lambda: found, done=[found]))

    def score(self, scenario: Scenario, segments: list[Segment]) -> dict[str, Any]:
        """Remember what was deployed from when on."""
        self.segments.append(segments)
        return {}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """The protocols with a search and a score that only remember."""
    found = Seen()
    monkeypatch.setattr(protocol, "search", found.search)
    monkeypatch.setattr(protocol, "score", found.score)
    return found


def scenario(load: Trace) -> Scenario:
    """A scenario under *load*."""
    return Scenario("swing", load, Slo(latency_ms=1.0), (offer(),), offer())


def test_no_plan_knows_what_comes_after_it(seen: Seen) -> None:
    """Each search is shown the trace up to its own day only, and is deployed from that day on."""
    load = trace(40)
    protocol.protocols(scenario(load))
    assert [past.seconds / DAY_SECONDS for past in seen.pasts] == [20, 27, 34]
    for past in seen.pasts:
        assert np.array_equal(past.counts, load.counts[: past.windows])
    _, operated = seen.segments
    assert [each.begin for each in operated] == [past.seconds for past in seen.pasts]
    assert [each.scaling["replicas"]["count"] for each in operated] == [20, 27, 34]
    assert operated[-1].end == load.seconds


def test_a_shuffled_future_changes_no_decision(seen: Seen) -> None:
    """What is deployed in the first week is the same whatever the scored half brings."""
    load = trace(40)
    half = load.windows // 2
    shuffled = np.concatenate([load.counts[:half], np.random.default_rng(1).permutation(load.counts[half:])])
    for each in (load, replace(load, counts=shuffled)):
        protocol.protocols(scenario(each))
    assert np.array_equal(seen.pasts[0].counts, seen.pasts[3].counts)
    assert seen.segments[0] == seen.segments[2]
