"""What to change so that a model fits, and how it is said."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from modelhost.catalog.machine import machine, machines
from modelhost.catalog.price import usd_per_hour
from modelhost.footprint import published
from modelhost.footprint.ladder import formats, ladder, runs
from modelhost.footprint.memory import memory
from modelhost.footprint.parallel import faults
from modelhost.footprint.remedy import remedies
from modelhost.footprint.verdict import advice, parameters, refusals
from tests.footprint.build import llama, serving

SMALL = machine("ml.g6.xlarge")
GPUS = [name for name in machines() if machine(name).gpu and usd_per_hour(name, "us-west-2")]


def test_the_cheapest_come_first_and_a_machine_is_among_them() -> None:
    """Three changes for nothing, and then the cheapest machine."""
    found = remedies(llama(), SMALL, serving(concurrency=8), "us-west-2")
    assert [each.text.partition(" (")[0] for each in found] == [
        "dtype fp8",
        "concurrency 4",
        "context 4,096",
        "ml.g6e.xlarge",
    ]
    assert [each.usd_per_hour for each in found] == [0, 0, 0, pytest.approx(1.4787, abs=0.01)]


@settings(max_examples=60)
@given(
    st.sampled_from(published.names()),
    st.sampled_from(GPUS),
    st.integers(512, 100_000),
    st.integers(1, 64),
    st.booleans(),
)
def test_every_remedy_is_one(name: str, kind: str, context: int, concurrency: int, split: bool) -> None:
    """What is proposed fits, is legal, takes the machine's formats, and stands in order of price."""
    model, told = published.architecture(name), serving(context, concurrency=concurrency)
    assume(not memory(model, machine(kind), told).fits)
    found = remedies(model, machine(kind), told, "us-west-2", split)
    for each in found:
        there = machine(each.machine)
        assert memory(model, there, each.serving).fits
        assert not list(faults(model, there, each.serving))
        assert runs(each.serving.dtype or model.dtype, there) or each.machine == kind
    prices = [each.usd_per_hour for each in found[:3]]
    assert prices == sorted(prices)


def test_a_split_that_was_written_may_be_widened() -> None:
    """With tensor_parallel 1 on four accelerators the split is a remedy for nothing."""
    found = remedies(llama(), machine("ml.g6.12xlarge"), serving(dtype="int4", concurrency=16), split=False)
    assert "tensor_parallel 2" in [each.text for each in found]


def test_two_words_are_changed_where_one_is_not_enough() -> None:
    """27B on one L40S: fewer bits and fewer requests together."""
    model = published.architecture("gemma-3-27b-it")
    found = remedies(model, machine("ml.g6e.2xlarge"), serving(32768, concurrency=16), "us-west-2")
    assert found[0].text.startswith("dtype fp8 with concurrency ")


def test_nothing_to_do_says_so() -> None:
    """A model that no machine holds is told as such."""
    huge = llama(parameters=10**14)
    [text] = [each for each in refusals(huge, SMALL, serving()) if "disk" not in each]
    assert text.endswith("no machine type that the catalogue knows holds it; use a smaller model, or a smaller dtype")
    assert advice([]).startswith("no machine type")


def test_an_old_accelerator_does_not_take_bf16() -> None:
    """T4 has no bf16 and no fp8, and the message says what it has."""
    [text] = refusals(llama(parameters=10**9), machine("ml.g4dn.xlarge"), serving())
    assert text.startswith("T4 does not take bf16; use dtype fp16, int8, int4, or a machine of")


def test_a_written_split_that_is_not_legal_is_refused_first() -> None:
    """The arithmetic of an impossible split would say nothing."""
    assert list(refusals(llama(), SMALL, serving(tensor_parallel=2), split=False)) == [
        "a split over 2 accelerators exceeds the 1 of ml.g6.xlarge; use at most 1"
    ]


def test_a_split_model_is_shown_by_accelerator() -> None:
    """What each of them holds and has."""
    model = published.architecture("Llama-3.3-70B-Instruct")
    [text] = refusals(model, machine("ml.g6.12xlarge"), serving(), "us-west-2")
    assert text.startswith("70.6B parameters in bf16 are 131.4 GiB, 32.9 on each of 4, the server needs")
    assert "; each L4 has 20.3 GiB usable (0.92 of 22.0); use dtype fp8, " in text


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("ml.g4dn.xlarge", ["fp16", "int8", "int4"]),
        ("ml.g5.xlarge", ["bf16", "int8", "int4"]),
        ("ml.g6.xlarge", ["bf16", "fp8", "int4"]),
        ("ml.g7e.2xlarge", ["bf16", "fp8", "fp4"]),
        ("ml.m7i.large", ["bf16", "int8"]),
    ],
)
def test_the_ladder_has_the_formats_of_the_hardware(kind: str, known: list[str]) -> None:
    """Eight and four bits as the accelerator computes them."""
    assert formats(machine(kind)) == known


def test_each_rung_says_what_it_saves() -> None:
    """From 16 bits over 8 to 4; hardware without a format only saves memory."""
    rungs = ladder(llama(), machine("ml.g5.xlarge"), serving())
    assert [(each.dtype, round(each.saves_gib, 1), each.native) for each in rungs] == [
        ("bf16", 0.0, True),
        ("int8", 6.5, True),
        ("int4", 9.6, False),
    ]


@pytest.mark.parametrize(
    ("number", "text"), [(8_030_000_000, "8.03B"), (405_000_000_000, "405B"), (124_000_000, "124M")]
)
def test_numbers_are_said_as_people_say_them(number: int, text: str) -> None:
    """Billions or millions, three digits."""
    assert parameters(number) == text
