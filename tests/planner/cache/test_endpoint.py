"""What a plan knows of an endpoint makes the setting of its cache."""

import numpy as np
import pytest

from modelhost.catalog.machine import machine
from modelhost.footprint.kv_cache import model_token_bytes
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.cache.endpoint import answer_tokens, left_over_gib, prefill_share, setting
from modelhost.planner.load.scale import scaled
from modelhost.planner.load.synthetic import synthetic
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.service.service import Service, Work

TOKENS = Service(
    "ml.g6e.xlarge",
    Work(1.0),
    slowdown=np.array([1.0, 1.5]),
    first_seconds=np.array([0.2, 0.3]),
    token_seconds=np.array([0.01, 0.02]),
)
MODEL = architecture("meta-llama/Llama-3.1-8B-Instruct")
SERVING = Serving(context=4_096, mean_context=1_024)


def test_prompts_take_their_share_of_a_busy_replica() -> None:
    """Two at once with 86 tokens each take (0.3 + 85 x 0.02) / 2 = 1 s a request, of which the prompt is 0.2 s."""
    assert prefill_share(TOKENS, 86.0) == pytest.approx(0.2)


def test_without_times_of_tokens_the_share_is_not_known() -> None:
    """A plain service time does not tell prompts from answers."""
    assert prefill_share(Service("ml.m5.large", Work(0.1)), 100.0) is None


def test_answers_are_as_long_as_the_trace_says() -> None:
    """Single requests, requests that were counted, the spread alone, or nothing."""
    requests = Requests(np.arange(2), np.array([5, 5]), np.array([10, 30]))
    trace = Trace("two", None, 1.0, np.array([2.0]), requests=requests)
    assert answer_tokens(trace) == answer_tokens(scaled(trace, 2.0)) == 20.0
    assert answer_tokens(synthetic("constant,output=7")) == 7.0
    assert answer_tokens(synthetic("constant")) == 0.0


def test_requests_in_flight_leave_memory() -> None:
    """More requests at once leave less for prefixes, and never less than nothing."""
    left = [left_over_gib(MODEL, machine("ml.g6e.xlarge"), SERVING, slots) for slots in (1, 64, 10_000)]
    assert left[0] > left[1] > left[2] >= 0.0
    assert 15 < left[0] < 30


def test_the_whole_setting() -> None:
    """One replica stays, tokens have their bytes, and each replica has a cache of its own."""
    found = setting(
        synthetic("constant,output=86"), "us-east-1", 3_000.0, 3.4, TOKENS, machine("ml.g6e.xlarge"), MODEL, SERVING
    )
    assert found.floor_usd_per_month == pytest.approx(3_000.0 / 3.4)
    assert found.replicas == 3
    assert found.token_bytes == model_token_bytes(MODEL, SERVING) == 131_072
    assert found.prefill_share == pytest.approx(0.2)
    assert found.free_gib > 0


def test_a_model_that_is_not_known_has_no_size() -> None:
    """Then only a bound can be told."""
    found = setting(synthetic("constant"), "us-east-1", 3_000.0, 0.4, TOKENS)
    assert (found.token_bytes, found.free_gib, found.replicas) == (0.0, 0.0, 1)
    assert found.prefill_share is None
