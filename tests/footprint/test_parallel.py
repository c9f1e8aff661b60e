"""Splitting a model over accelerators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.catalog.machine import machine
from modelhost.footprint import published
from modelhost.footprint.architecture import Mla
from modelhost.footprint.parallel import faults, least, roomiest, splits
from tests.footprint.build import llama, serving

EIGHT = machine("ml.p5.48xlarge")


@pytest.mark.parametrize(
    ("model", "split", "text"),
    [
        (llama(), (3, 1), "32 heads do not split over 3 accelerators; use 1, 2, 4, 8, 16, 32"),
        (llama(heads=30, kv_heads=10), (3, 1), "10 heads of keys neither split over nor repeat on 3 accelerators"),
        (llama(), (8, 2), "a split over 16 accelerators exceeds the 8 of ml.p5.48xlarge; use at most 8"),
        (llama(layers=1), (1, 2), "1 layers do not split into 2 stages; use at most 1"),
    ],
)
def test_what_does_not_divide_is_refused(model: object, split: tuple[int, int], text: str) -> None:
    """Heads, heads of keys, accelerators, layers: each with its numbers and what to do."""
    told = serving(tensor_parallel=split[0], pipeline_parallel=split[1])
    assert any(each.startswith(text) for each in faults(model, EIGHT, told))  # type: ignore[arg-type]


def test_latent_attention_splits_by_heads_of_queries_only() -> None:
    """Its cache is whole everywhere."""
    assert not list(faults(llama(kv_heads=3, mla=Mla(512, 64)), EIGHT, serving(tensor_parallel=8)))


def test_the_least_split_that_fits_is_taken() -> None:
    """70B in bf16 needs two H100s, and one in fp8 holds it."""
    model = published.architecture("Llama-3.3-70B-Instruct")
    wide, narrow = least(model, EIGHT, serving()), least(model, EIGHT, serving(dtype="fp8", context=2048))
    assert wide is not None
    assert narrow is not None
    assert (wide.tensor_parallel, narrow.tensor_parallel) == (2, 1)


def test_stages_are_taken_where_heads_do_not_divide() -> None:
    """14 heads split over 2 only, so four accelerators are two stages."""
    model = llama(heads=14, kv_heads=2)
    found = [
        (each.tensor_parallel, each.pipeline_parallel) for each in splits(model, machine("ml.g6.12xlarge"), serving())
    ]
    assert found == [(1, 1), (2, 1), (1, 2), (2, 2), (1, 4)]


@given(st.sampled_from(published.names()), st.sampled_from(["ml.g6.12xlarge", "ml.p5.48xlarge", "ml.m7i.large"]))
def test_every_split_that_is_offered_is_legal(name: str, kind: str) -> None:
    """No fault, and there is always one: no split at all."""
    model = published.architecture(name)
    found = list(splits(model, machine(kind), serving()))
    assert found
    assert not [fault for each in found for fault in faults(model, machine(kind), each)]


def test_what_does_not_fit_is_shown_where_it_lacks_least() -> None:
    """405B on eight L4s: the split over all of them."""
    model = published.architecture("Llama-3.1-405B-Instruct")
    told, found = roomiest(model, machine("ml.g6.48xlarge"), serving())
    assert (told.devices, found.fits) == (8, False)
