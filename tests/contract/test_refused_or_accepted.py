"""Whatever the stack file holds, it is refused, or its requests are lawful: AWS never has the first word.

The service models prove names, types, ranges and enumerations, our provider's own rules what goes together;
what an account lacks, quotas and capacity, only AWS can say.
"""

from collections import Counter
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.contract.hosting import accepted, served
from tests.depth import cases
from tests.spec.generate import KINDS, endpoint_of

pytestmark = pytest.mark.deep

BATCH = 100
BATCHES = cases(20, 500)
COUNTED = 20
"""Batches that are looked at for what they hold, besides being proven."""
FEWEST_ACCEPTED = 0.3
WORDS = (
    "component",
    "instances",
    "adapters",
    "asynchronous",
    "serverless",
    "capacity",
    "routing",
    "capture",
    "rollout",
    "shadow",
    "challengers",
)


def blocks(batch: int) -> list[dict[str, Any]]:
    """The endpoints of one batch, some of them broken; its number alone decides what they are."""
    return [endpoint_of(Random(seed)) for seed in range(batch * BATCH, (batch + 1) * BATCH)]


@cache
def taken(batch: int) -> list[dict[str, Any]]:
    """Those that the stack file accepts."""
    return [each for each in blocks(batch) if accepted(each)]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_accepted_is_lawful(batch: int) -> None:
    """Every request for an endpoint that the stack file takes is one that the service models take."""
    endpoints = {f"e{number}": each for number, each in enumerate(taken(batch))}
    registrar = served(endpoints)
    assert sorted(registrar.refused) == []
    assert registrar.checked["modelhost:index:Endpoint"] == len(endpoints)


def test_every_kind_is_accepted_often_enough() -> None:
    """The proof is about endpoints of all kinds, not about refusals."""
    made = Counter(str(each.get("kind")) for batch in range(COUNTED) for each in blocks(batch))
    kept = Counter(str(each.get("kind")) for batch in range(COUNTED) for each in taken(batch))
    assert {kind for kind in KINDS if kept[kind] < FEWEST_ACCEPTED * made[kind]} == set()


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_accepted_somewhere(word: str) -> None:
    """No word is only ever refused, or its requests would be proven by nobody."""
    assert any(each.get(word) for batch in range(COUNTED) for each in taken(batch))
