"""A cache is judged by what it saves, net of its price, and a bound is called one."""

import numpy as np
import pytest

from modelhost.planner.cache.caching import Reuse, Setting
from modelhost.planner.cache.judge import NO, best, judged
from modelhost.planner.cache.memory_price import memory
from modelhost.planner.cache.reuse import latest
from modelhost.planner.load.cut import slice_seconds
from modelhost.planner.load.read import read
from modelhost.planner.load.scale import scaled
from modelhost.planner.load.synthetic import synthetic
from modelhost.planner.load.trace import Requests, Trace
from tests.planner.data import path

SETTING = Setting("us-east-1", 10_000.0, floor_usd_per_month=500.0)


def asked(prompt: "np.typing.NDArray[np.int64]", answer_tokens: int = 100) -> Trace:
    """A request a second with these prompts."""
    count = len(prompt)
    lengths = np.full(count, 50), np.full(count, answer_tokens)
    requests = Requests(np.arange(count) * 1_000_000_000, *lengths, prompt=prompt)
    return Trace("asked", None, float(count), np.array([float(count)]), requests=requests)


def talks(count: int, turns: int, blocks: int) -> Trace:
    """Conversations whose prompts grow by *blocks* blocks of 16 tokens each turn."""
    rows = [
        [talk * 10_000 + block for block in range(blocks * (turn + 1))]
        for turn in range(turns)
        for talk in range(count)
    ]
    ends = np.cumsum([len(row) for row in rows])
    keys = np.array([key for row in rows for key in row])
    lengths = np.array([16 * len(row) for row in rows])
    requests = Requests(
        np.arange(len(rows)) * 1_000_000_000,
        lengths,
        lengths,
        prefix_blocks=keys,
        prefix_ends=ends,
        block_tokens=16,
    )
    return Trace("talks", None, float(len(rows)), np.array([float(len(rows))]), requests=requests)


def test_questions_that_come_again_pay() -> None:
    """A few hundred questions asked over and over: their answers fit the cheapest machine."""
    found = best(asked(np.random.default_rng(1).integers(0, 300, 10_000)), SETTING)
    assert found.helps
    assert found.reuse is Reuse.RESPONSE
    assert not found.bound
    assert found.hit_ratio == 0.97
    assert found.saved_usd_per_month == 9_500.0  # one replica stays
    assert 0 < found.cache_usd_per_month < 100
    assert "saves" in found.answer


def test_questions_that_never_come_again_do_not() -> None:
    """Every prompt is new: neither answers nor, without blocks, prefixes are promised."""
    found = judged(asked(np.arange(5_000)), SETTING)[0]
    assert found.helps is False
    assert found.answer == NO
    assert found.because.startswith("0.0% of the answers come again")


def test_a_cache_dearer_than_what_it_saves_does_not_help() -> None:
    """A small bill cannot pay for a machine, whatever comes again."""
    found = judged(asked(np.random.default_rng(1).integers(0, 300, 10_000)), Setting("us-east-1", 2.0))[0]
    assert found.helps is False
    assert "does not pay for" in found.because


def test_prefixes_use_memory_that_is_left_over() -> None:
    """Conversations reuse their own beginning; memory of the replica costs nothing more."""
    setting = Setting("us-east-1", 10_000.0, 500.0, 1, 131_072.0, free_gib=20.0, prefill_share=0.4)
    found = judged(talks(50, 6, 8), setting)[1]
    assert found.helps
    assert found.cache_usd_per_month == 0
    assert found.hit_ratio == pytest.approx(15 / 21)
    assert found.saved_usd_per_month == pytest.approx(15 / 21 * 0.4 * 10_000)
    assert found.size_gib < 20


def test_prefixes_that_do_not_fit_find_less() -> None:
    """With memory for a tenth of the blocks, conversations push each other out."""
    setting = Setting("us-east-1", 30.0, 0.0, 1, 131_072.0, free_gib=2.0, prefill_share=0.4)
    found = judged(talks(50, 6, 8), setting)[1]
    assert found.helps
    assert found.cache_usd_per_month == 0
    assert 0.0 < found.hit_ratio < 0.2


def test_an_unknown_model_makes_a_bound() -> None:
    """Without bytes per token no size can be told, so the verdict is at most."""
    found = judged(talks(50, 6, 8), SETTING)[1]
    assert found.helps is None
    assert found.bound
    assert found.answer.startswith("at most 71%")


def test_lengths_bound_what_can_be_repeated() -> None:
    """Without hashes, a prompt can repeat only one of its own length."""
    requests = Requests(np.arange(4), np.array([5, 6, 5, 7]), np.array([1, 1, 1, 1]))
    found = judged(Trace("lengths", None, 1.0, np.array([4.0]), requests=requests), SETTING)[0]
    assert found.helps is None
    assert found.bound
    assert found.hit_ratio == 0.25


def test_a_small_bound_is_a_no() -> None:
    """Where even the bound is worth nothing, caching does not help."""
    requests = Requests(np.arange(100), np.arange(100), np.arange(100))
    found = judged(Trace("lengths", None, 1.0, np.array([100.0]), requests=requests), SETTING)[0]
    assert found.helps is False
    assert "an upper bound" in found.because


def test_a_language_model_may_still_share_prefixes() -> None:
    """Prompts that are all new, with tokens but without blocks: answers do not help, prefixes are not known."""
    found = best(asked(np.arange(5_000)), SETTING)
    assert found.helps is None
    assert found.answer == "not for whole answers; for prefixes not known"


def test_counts_tell_nothing() -> None:
    """The verdict asks for hashes."""
    found = best(synthetic("constant,days=1"), SETTING)
    assert found.helps is None
    assert found.answer == "not known"
    assert "give hashes" in found.because


def test_a_scaled_load_still_tells_what_comes_again() -> None:
    """Twice the load has the prompts of the trace that it was made of, of its own half only."""
    trace = scaled(asked(np.arange(1_000) % 20), 2.0)
    assert judged(trace, SETTING)[0].hit_ratio == 0.98
    assert slice_seconds(trace, 0, trace.seconds).counted is not None


def test_a_long_trace_is_judged_by_its_latest_requests() -> None:
    """Neither prompts nor blocks are more than may be looked at."""
    requests = talks(10, 3, 2).requests
    assert requests is not None
    assert latest(requests, 1_000) is requests
    part = latest(requests, 30)
    assert part.prefix_blocks is not None
    assert len(part.prefix_blocks) == 30
    assert len(part.arrival_ns) == 5


def test_mooncake_without_limit() -> None:
    """36.6 % of the blocks of the collected trace come again, which is an upper bound."""
    found = judged(read(path("mooncake_fast25_conversation.csv")), SETTING)[1]
    assert round(found.hit_ratio, 3) == 0.366
    assert found.bound
    assert found.answer == "at most 36.6% of the blocks of prompts"


def test_memory_is_priced_by_the_catalogue() -> None:
    """More memory never costs less, and each amount has a machine."""
    prices = memory("us-east-1")
    assert (np.diff(prices.gib) > 0).all()
    assert (np.diff(prices.usd_per_month) > 0).all()
    assert prices.usd(np.array([1.0, 1e9])).tolist()[1] == float("inf")
    assert prices.name(10.0)
    assert prices.name(1e9) == ""
