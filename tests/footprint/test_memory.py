"""Where the memory of an accelerator goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.catalog.machine import machine
from modelhost.footprint import published
from modelhost.footprint.activation import overhead_gib
from modelhost.footprint.memory import memory
from modelhost.footprint.serving import Serving, numbers
from tests.footprint.build import llama, serving

PUBLISHED = [
    ("meta-llama/Llama-2-7b-hf", 1, 119408),
    ("meta-llama/Llama-2-70b-hf", 4, 501712),
    ("mistralai/Mixtral-8x7B-v0.1", 2, 440176),
    ("codellama/CodeLlama-34b-Instruct-hf", 2, 425648),
]
"""Tokens of cache that vLLM 0.15.1 printed on H100 at a share of 0.90, by accelerators.

inference-sim/sim-to-real-accuracy-validation, docs/plans/2026-03-04.
"""


REPORTED = [
    ("meta-llama/Llama-3.1-8B-Instruct", "ml.p4de.24xlarge", Serving(131072, version="0.31"), 56.21),
    ("openai/gpt-oss-20b", "ml.p4de.24xlarge", Serving(131072, utilization=0.65, version="0.19"), 36.56),
    ("Qwen/Qwen3-Next-80B-A3B-Instruct", "ml.p5en.48xlarge", Serving(262144, tensor_parallel=2, version="0.11"), 44.59),
]
"""GiB of cache in logs of vLLM that people published (2025-10 to 2026-10); nothing was chosen by them."""


@pytest.mark.parametrize(("name", "machine_type", "told", "gib"), REPORTED)
def test_reported_caches_are_near(name: str, machine_type: str, told: Serving, gib: float) -> None:
    """Within 8 %, of models, accelerators and versions that the constants were not chosen on."""
    found = memory(published.architecture(name), machine(machine_type), told)
    assert found.cache_gib == pytest.approx(gib, rel=0.08)


@pytest.mark.parametrize(("name", "tensor", "tokens"), PUBLISHED)
def test_the_published_capacities_are_met(name: str, tensor: int, tokens: int) -> None:
    """Within 2 %, with the server's settings of those runs."""
    told = Serving(4096, tensor_parallel=tensor, version="0.15.1", batched_tokens=2048, sequences=128)
    found = memory(published.architecture(name), machine("ml.p5.48xlarge"), told)
    assert found.kv_tokens == pytest.approx(tokens, rel=0.02)


def test_the_parts_add_up() -> None:
    """Share of what is visible = weights + activations + server + wanted cache + free."""
    found = memory(llama(), machine("ml.g6e.xlarge"), serving(concurrency=4))
    parts = found.weights_gib + found.activations_gib + found.overhead_gib + found.wanted_gib + found.free_gib
    assert parts == pytest.approx(found.visible_gib * found.share)


@given(
    st.sampled_from(published.names()),
    st.sampled_from(["ml.g5.xlarge", "ml.g6e.12xlarge", "ml.p4d.24xlarge", "ml.p5.48xlarge", "ml.r5.24xlarge"]),
    st.integers(1, 200_000),
)
def test_what_is_said_to_fit_fits_and_one_more_does_not(name: str, kind: str, context: int) -> None:
    """The number of longest requests is the largest that fits."""
    model, told = published.architecture(name), serving(context)
    found = memory(model, machine(kind), told)
    if found.longest_requests:
        assert memory(model, machine(kind), told._replace(concurrency=found.longest_requests)).free_gib >= -1e-9
    if found.request_gib:
        assert not memory(model, machine(kind), told._replace(concurrency=found.longest_requests + 1)).fits


def test_admission_uses_the_mean_and_refusal_the_longest() -> None:
    """Requests of 1,024 tokens on average are admitted by their mean, and wanted at their longest."""
    found = memory(llama(), machine("ml.g6e.xlarge"), serving(concurrency=2, mean_context=1024))
    assert found.mean_requests >= 8 * found.longest_requests > 0
    assert found.wanted_gib == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("version", "share", "graphs"),
    [("0.15.1", 0.90, 0.0), ("0.20", 0.90, 0.0), ("0.21.0", 0.92, 0.5), ("0.30", 0.92, 0.5)],
)
def test_the_share_follows_the_version(version: str, share: float, graphs: float) -> None:
    """Graphs lie within the share since it is 0.92."""
    told = serving(version=version)
    assert told.share == share
    assert overhead_gib(told) == pytest.approx(0.15 + graphs)


def test_a_small_device_computes_smaller_steps() -> None:
    """vLLM takes 8,192 tokens a step on devices of 70 GiB and more, 2,048 below."""
    assert (serving().step(79.1), serving().step(22.0)) == ((8192, 1024), (2048, 256))


def test_a_machine_without_accelerators_serves_from_its_memory() -> None:
    """Main memory is one device without graphs."""
    found = memory(llama(), machine("ml.m7i.4xlarge"), serving())
    assert (found.visible_gib, found.replicas, found.fits) == (64.0, 1, True)


def test_accelerators_hold_replicas_side_by_side() -> None:
    """Eight accelerators hold four replicas of two."""
    assert memory(llama(), machine("ml.p5.48xlarge"), serving(tensor_parallel=2)).replicas == 4


@pytest.mark.parametrize(("text", "known"), [("0.15.1", (0, 15)), ("1", (1,)), ("0.x", (0, 0)), ("", (0,))])
def test_versions_are_read_as_numbers(text: str, known: tuple[int, ...]) -> None:
    """What is no number counts as 0."""
    assert numbers(text) == known
