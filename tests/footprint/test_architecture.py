"""Sizes of weights, and how well-known models are counted."""

import pytest

from modelhost.footprint import published
from modelhost.footprint.config_json import parse
from modelhost.footprint.described import Described, described
from modelhost.footprint.problem import FootprintError
from tests.footprint.build import llama


@pytest.mark.parametrize(("dtype", "gib"), [("bf16", 14.957), ("fp8", 8.457), ("int4", 5.335), ("fp32", 29.915)])
def test_embeddings_are_not_quantised(dtype: str, gib: float) -> None:
    """Llama 3.1 8B in fp8 is 9.08 GB and in int4 5.73 GB, as its quantised files are."""
    assert llama().weights_gib(dtype) == pytest.approx(gib, abs=0.001)


def test_measured_weights_count_in_their_own_format() -> None:
    """What the files say goes before what is computed, until another format is wanted."""
    measured = llama(measured_bytes=2**34)
    assert (measured.weights_gib(), measured.weights_gib("fp8")) == (16.0, llama().weights_gib("fp8"))


@pytest.mark.parametrize("name", published.names())
def test_the_widths_of_a_known_model_give_its_number_of_weights(name: str) -> None:
    """Within 3 %: eyes and linear layers have some weights that the widths do not tell."""
    assert parse(published.words(name), name).parameters == pytest.approx(
        published.architecture(name).parameters, rel=0.03
    )


@pytest.mark.parametrize(
    ("name", "billion"),
    [("Mixtral-8x7B-v0.1", 12.9), ("DeepSeek-V3", 37.6), ("Qwen3-30B-A3B", 3.35), ("gpt-oss-120b", 5.7)],
)
def test_few_experts_compute_a_token(name: str, billion: float) -> None:
    """All weights stay in memory; those of the experts that a token is not sent to do not compute it."""
    assert published.architecture(name).active_parameters / 1e9 == pytest.approx(billion, abs=0.1)


def test_a_model_is_known_with_and_without_its_owner() -> None:
    """Small letters do."""
    assert published.architecture("llama-3.1-8b-instruct") == published.architecture("meta-llama/Llama-3.1-8B-Instruct")


def test_an_unknown_model_is_met_with_the_nearest() -> None:
    """The error names what was most likely meant."""
    with pytest.raises(FootprintError, match="did you mean Qwen/Qwen3-8B"):
        published.architecture("qwen3-8")


def test_what_people_leave_out_is_estimated() -> None:
    """Width and heads of Llama 3.1 8B from six words, within a fifth."""
    words = Described(8_030_000_000, "bf16", layers=32, context=8192, kv_heads=8, head_dim=128)
    found = described(words)
    assert found.hidden == pytest.approx(4096, rel=0.2)
    assert found.heads % found.kv_heads == 0
    assert found.intermediate == pytest.approx(14336, rel=0.4)


def test_experts_are_as_wide_as_the_weights_that_sleep() -> None:
    """Mixtral from its words: 46.7B weights of which 12.9B compute."""
    words = Described(46_702_792_704, "bf16", 32, 32768, kv_heads=8, head_dim=128, heads=32, vocabulary=32000)
    found = described(words._replace(experts=(8, 2), active_parameters=12_879_000_000))
    assert found.experts is not None
    assert found.experts[:2] == (8, 2)
    assert found.experts.intermediate == pytest.approx(14336, rel=0.01)
