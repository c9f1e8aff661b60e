"""Whatever the stack file holds, it is refused, or its requests are lawful: AWS never has the first word.

The service models prove names, types, ranges and enumerations, our provider's own rules what goes together;
what an account lacks, quotas and capacity, only AWS can say.
"""

import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.contract.generate import KINDS, WORDS, block
from tests.contract.hosting import accepted, served

CASES = 2000
BATCHES = 20
FEWEST_ACCEPTED = 0.3


@cache
def blocks(batch: int) -> list[dict[str, Any]]:
    """The endpoints of one batch; its number alone decides what they are."""
    dice = random.Random(batch)
    return [block(dice) for _ in range(CASES // BATCHES)]


@cache
def taken(batch: int) -> list[dict[str, Any]]:
    """Those that the stack file accepts."""
    return [each for each in blocks(batch) if accepted(each)]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_accepted_is_lawful(batch: int, tmp_path: Path) -> None:
    """Every request for an endpoint that the stack file takes is one that the service models take."""
    endpoints = {f"e{number}": each for number, each in enumerate(taken(batch))}
    registrar = served(endpoints, tmp_path)
    assert sorted(registrar.refused) == []
    assert registrar.checked["modelhost:index:Endpoint"] == len(endpoints)


def test_every_kind_is_accepted_often_enough() -> None:
    """The proof is about endpoints of all kinds, not about refusals."""
    made = Counter(each["kind"] for batch in range(BATCHES) for each in blocks(batch))
    kept = Counter(each["kind"] for batch in range(BATCHES) for each in taken(batch))
    assert {kind for kind in KINDS if kept[kind] < FEWEST_ACCEPTED * made[kind]} == set()


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_accepted_somewhere(word: str) -> None:
    """No word is only ever refused, or its requests would be proven by nobody."""
    assert any(word in each for batch in range(BATCHES) for each in taken(batch))


def test_same_batch_is_the_same_everywhere() -> None:
    """What one machine finds another finds again by the number of the batch."""
    dice = random.Random(3)
    assert [block(dice) for _ in range(5)] == blocks(3)[:5]
