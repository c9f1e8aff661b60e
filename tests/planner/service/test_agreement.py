"""The request-level simulator with the closed form says what the token-level one says, as long as nothing queues."""

import numpy as np
import pytest

from modelhost.catalog import machine
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.batching.replay import replay
from modelhost.planner.batching.run import batched
from modelhost.planner.load.trace import Requests, Trace
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.physical.estimate import estimate
from modelhost.planner.service.physical.llm import server
from modelhost.planner.service.physical.proof import replayed
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

LLAMA = architecture("meta-llama/Llama-3.1-8B-Instruct")
SERVING = Serving(context=16_384)


def chat(count: int, rate: float) -> Trace:
    """Return requests at *rate* per second whose lengths spread as those of conversations do."""
    random = np.random.default_rng(5)
    arrival = np.cumsum(random.exponential(1e9 / rate, count)).astype(np.int64)
    prompt = np.minimum(random.lognormal(6.5, 1.0, count), 8_000).astype(np.int64) + 1
    answer = np.minimum(random.lognormal(5.0, 0.7, count), 1_500).astype(np.int64) + 1
    seconds = float(np.ceil(arrival[-1] / 1e9 + 1))
    return Trace("chat", None, seconds, np.array([float(count)]), requests=Requests(arrival, prompt, answer))


@pytest.mark.parametrize("slo", [Slo(None, ttft_ms=limit) for limit in (150, 200, 300, 600, 900)])
def test_a_promise_about_first_tokens_is_kept_or_broken_in_both(slo: Slo) -> None:
    """Where 99.5 % keep it token by token the fleet's simulator says 99 % too; where 97 % do, it does not."""
    trace, step = chat(4_000, 5.0), server(LLAMA, machine("ml.g6e.xlarge"), SERVING)
    service = estimate(LLAMA, machine("ml.g6e.xlarge"), SERVING, trace, copies=1)
    outcome = simulate(trace, service, Policy(Fixed(), Bounds.constant(2, 2), 2), Startup(60.0), slo, 1, 0.0)
    assert trace.requests is not None
    token_level = replay(trace.requests, step, outcome, slo).attainment
    proof = replayed(LLAMA, machine("ml.g6e.xlarge"), SERVING, trace, outcome, slo)
    assert proof is not None
    assert proof.attainment == token_level
    if token_level >= 0.995:
        assert outcome.attainment >= 0.99
    elif token_level <= 0.97:
        assert outcome.attainment < 0.99


@pytest.mark.parametrize(("name", "replicas", "rate"), [("ml.g6e.xlarge", 2, 5.0), ("ml.p5.4xlarge", 1, 10.0)])
def test_latencies_agree_with_those_of_the_token_level_simulator(name: str, replicas: int, rate: float) -> None:
    """Median and 99th percentile of 4,000 requests are within 8 % of those of continuous batching."""
    trace = chat(4_000, rate)
    requests = trace.requests
    assert requests is not None
    assert requests.input_tokens is not None
    assert requests.output_tokens is not None
    step = server(LLAMA, machine(name), SERVING)
    tokens = batched(requests.arrival_ns, requests.input_tokens, requests.output_tokens, step, replicas)
    service = estimate(LLAMA, machine(name), SERVING, trace, copies=1)
    policy = Policy(Fixed(), Bounds.constant(replicas, replicas), replicas)
    whole = simulate(trace, service, policy, Startup(60.0), Slo(60_000.0), seed=1, warmup_seconds=0.0)
    for fraction in (0.5, 0.99):
        told = float(np.quantile(tokens.total_seconds, fraction)) * 1_000
        assert whole.quantile_ms(fraction) == pytest.approx(told, rel=0.08)


def test_copies_on_one_machine_are_servers_of_their_own() -> None:
    """Four copies on one machine meet what one copy on each of four machines meets, at the same times."""
    trace, policy = chat(1_000, 5.0), Policy(Fixed(), Bounds.constant(4, 4), 4)
    slo = Slo(None, ttft_ms=300)
    service = estimate(LLAMA, machine("ml.g6e.xlarge"), SERVING, trace, copies=1)
    four = simulate(trace, service, policy, Startup(60.0), slo, 1, 0.0)
    one = simulate(trace, service, Policy(Fixed(), Bounds.constant(1, 1), 1), Startup(60.0), slo, 1, 0.0)
    words = (LLAMA, machine("ml.g6e.xlarge"), SERVING, trace)
    apart, beside = replayed(*words, four, slo), replayed(*words, one, slo, copies=4)
    assert apart is not None
    assert beside is not None
    assert np.array_equal(apart.served.total_seconds, beside.served.total_seconds)


def test_a_trace_without_lengths_proves_nothing() -> None:
    """Counts by minute tell no tokens."""
    trace, slo = Trace("counts", None, 60.0, np.full(60, 60.0)), Slo(None, ttft_ms=300)
    service = estimate(LLAMA, machine("ml.g6e.xlarge"), SERVING, trace, copies=1)
    outcome = simulate(trace, service, Policy(Fixed(), Bounds.constant(4, 4), 4), Startup(60.0), slo, 1, 0.0)
    assert replayed(LLAMA, machine("ml.g6e.xlarge"), SERVING, trace, outcome, slo) is None
