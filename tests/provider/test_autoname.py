"""Automatic names are stable for a request, and legal for their service."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.provider.autoname import NameRule, Proposal, auto_name, is_auto
from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.table import Row, TableResource
from modelhost.sandbox.aws.rows.table import ROWS

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=300)
NAMED = [row for row in ROWS if row.autoname]


@given(NAMES, st.binary(min_size=1))
def test_a_name_is_the_same_for_the_same_seed(name: str, seed: bytes) -> None:
    """A check that is asked again answers the same."""
    assert auto_name(name, seed, NameRule()) == auto_name(name, seed, NameRule())


def test_a_name_is_another_for_another_seed() -> None:
    """A replacement gets a name of its own."""
    assert auto_name("a", b"1", NameRule()) != auto_name("a", b"2", NameRule())


def test_a_name_without_a_seed_is_random() -> None:
    """An engine that sends no seed still gets names that do not collide."""
    assert auto_name("a", b"", NameRule()) != auto_name("a", b"", NameRule())


@given(NAMES, st.binary(min_size=1))
def test_an_automatic_name_is_recognised(name: str, seed: bytes) -> None:
    """A name that was given automatically is kept, not taken for one that the user chose."""
    made = auto_name(name, seed, NameRule(limit=32))
    assert made is not None
    assert is_auto(name, made, NameRule(limit=32))
    assert not is_auto(name, f"{made}x", NameRule(limit=32))


@pytest.mark.parametrize("row", NAMED, ids=lambda row: row.type)
@settings(deadline=None, max_examples=50)
@given(name=NAMES, seed=st.binary(min_size=1, max_size=4))
def test_every_automatic_name_is_legal(row: Row, name: str, seed: bytes) -> None:
    """Whatever a resource is called in the program, AWS takes the name made of it."""
    assert row.autoname is not None
    context = Context(cloud=Cloud(region="us-west-2"), random_seed=seed)
    _, failures = TableResource(row).check(context, name, {}, {})
    assert [failure for failure in failures if failure.property == row.autoname[0]] == []


def test_the_users_naming_configuration_decides() -> None:
    """A proposed name is made legal, an enforced one is taken, a disabled one is none."""
    rule = NameRule(limit=10)
    assert auto_name("a", b"1", rule, Proposal("propose", "much too long")) == "much-too-l"
    assert auto_name("a", b"1", rule, Proposal("enforce", "Much too long")) == "Much too long"
    assert auto_name("a", b"1", rule, Proposal("disable")) is None


def test_a_type_may_have_names_without_digits() -> None:
    """An object's key is the resource's own name."""
    assert auto_name("model.tar.gz", b"1", NameRule(refused=r"[^\w.]", suffix=False)) == "model.tar.gz"
