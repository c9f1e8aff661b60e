"""A plan that promises tokens is replayed token by token."""

from dataclasses import replace

import numpy as np
import pytest

from modelhost.catalog import machine
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.judged import Cost, Interval, Judged
from modelhost.planner.service.physical.proof import proved
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate
from modelhost.planner.verdict.proven import holding, proof_verdict, proof_words

LLAMA, SERVING, MACHINE = architecture("Llama-3.1-8B-Instruct"), Serving(context=16_384), "ml.g6e.xlarge"
SLO = Slo(None, ttft_ms=400)
TOO_FAST = Service(
    MACHINE,
    Work(0.1, Shape.CONSTANT, 0.0),
    np.ones(64),
    first_seconds=np.full(64, 0.01),
    token_seconds=np.full(64, 0.001),
)
"""A service that says of any fleet that it keeps the promise."""


def chat(hours: int, rate: float) -> Trace:
    """Requests at *rate* per second for some hours, with the lengths of conversations."""
    random, count = np.random.default_rng(5), int(hours * 3_600 * rate)
    arrival = np.sort(random.uniform(0, hours * 3_600e9, count)).astype(np.int64)
    prompt = np.minimum(random.lognormal(6.5, 0.8, count), 4_000).astype(np.int64) + 1
    answer = np.minimum(random.lognormal(5.0, 0.7, count), 1_500).astype(np.int64) + 1
    windows = np.histogram(arrival, np.arange(hours * 60 + 1) * 60e9)[0].astype(float)
    return Trace("chat", None, 60.0, windows, requests=Requests(arrival, prompt, answer))


def judged(trace: Trace, count: int) -> Judged:
    """So many replicas, which keep the promise by the request."""
    policy = Policy(Fixed(), Bounds.constant(count, count), count)
    outcome = simulate(trace, TOO_FAST, policy, Startup(60.0), SLO, 1, 360.0)
    assert outcome.attainment == 1.0
    usd = 1_000.0 * count
    candidate, every = Candidate(Form.FIXED, MACHINE, policy), Interval(1.0, 1.0)
    return Judged(candidate, Cost(usd, usd, usd), 1.0, every, 1.0, count, count, True, outcome=outcome)


def test_who_breaks_the_promise_token_by_token_is_set_aside() -> None:
    """One replica too few for the tokens loses to the next dearer way; alone it is told with a warning."""
    trace = chat(1, 5.0)
    offer = Offer(TOO_FAST, 2.6, Startup(60.0))
    asked = Question("chat", "us-west-2", trace, SLO, (offer,), architecture=LLAMA, serving=SERVING, physical_factor=1)
    bench, few, enough = Bench(asked), judged(trace, 1), judged(trace, 2)
    found = holding(bench, [few, enough])
    assert found.left == [enough]
    assert "100 % by the request" in found.aside[id(few.candidate)]
    [verdict] = proof_verdict(bench, enough, found.proofs[id(enough.candidate)], len(found.aside))
    assert verdict.answer.startswith("yes")
    assert "1 cheaper way does by the request and not token by token" in verdict.because
    alone = holding(bench, [few])
    assert alone.left == [few]
    assert "WARNING" in proof_words(alone.proofs[id(few.candidate)], SLO.attainment)
    [measured] = proof_verdict(Bench(replace(asked, physical_factor=None)), few, None)
    assert measured.answer == "not replayed"


def test_some_hours_stand_for_all() -> None:
    """A quarter of the load, replayed by its hours, is within half a point of all of it."""
    trace = chat(8, 1.5)
    way = judged(trace, 1)
    assert way.outcome is not None
    words = (LLAMA, machine(MACHINE), SERVING, trace, way.outcome, SLO)
    whole, some = proved(*words), proved(*words, budget=len(trace.requests.arrival_ns) / 3 if trace.requests else 0)
    assert whole is not None
    assert some is not None
    assert whole.whole
    assert not some.whole
    assert 0.8 < whole.expected < 1.0
    assert some.offered < whole.offered / 2
    assert some.expected == pytest.approx(whole.expected, abs=0.005)
