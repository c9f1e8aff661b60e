"""The plan's verdict on caching weighs the winner's bill."""

from dataclasses import replace

import numpy as np

from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer
from modelhost.planner.service.service import Service, Work
from modelhost.planner.verdict.cache import cache_verdict
from tests.cli.plan import answer

OFFER = Offer(Service("ml.m7i.large", Work(0.1)), 0.12, Startup(300.0))


def asked(prompts: int) -> Trace:
    """Two thousand requests for so many different prompts."""
    requests = Requests(np.arange(2_000) * 1_000_000_000, prompt=np.arange(2_000) % prompts)
    return Trace("asked", None, 60.0, np.full(34, 60.0), requests=requests)


def test_prompts_that_come_again_save_what_may_go() -> None:
    """210 USD for 1.9 replicas, of which one stays."""
    plan = answer.plan(question=replace(answer.plan().question, trace=asked(20), offers=(OFFER,)))
    verdict = cache_verdict(plan)
    assert verdict.question == "does caching help?"
    assert verdict.answer.startswith("a cache of ")
    assert "99.0% of the answers are there again" in verdict.because


def test_prompts_that_are_all_new_save_nothing() -> None:
    """The answer is the issue's own sentence."""
    plan = answer.plan(question=replace(answer.plan().question, trace=asked(2_000), offers=(OFFER,)))
    assert cache_verdict(plan).answer == "caching does not help here"


def test_counts_alone_tell_nothing() -> None:
    """The reader is told what to give, also where nothing wins."""
    for plan in (answer.plan(), answer.plan(winner=None, today=None)):
        verdict = cache_verdict(plan)
        assert verdict.answer == "not known"
        assert "give hashes of prompts" in verdict.because
