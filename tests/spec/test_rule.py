"""Rules over several fields say which fields they read."""

import inspect
import re
from collections.abc import Iterator

import pytest

from modelhost.spec.alarm import AlarmSpec
from modelhost.spec.base import Spec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.network import NetworkSpec
from modelhost.spec.schema_words import texts


def every_block(block: type[Spec] = Spec) -> Iterator[type[Spec]]:
    """Yield all blocks of the stack file."""
    for kind in block.__subclasses__():
        if kind.__module__.startswith("modelhost.spec"):
            yield kind
            yield from every_block(kind)


def read_fields(block: type[Spec], name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Return the fields that a method reads, through the other methods of its block that it calls."""
    member = inspect.getattr_static(block, name)
    code = inspect.getsource(member.fget if isinstance(member, property) else member)
    found = set(re.findall(r"self\.(\w+)", code)) - {"model_fields_set"}
    fields = found & set(block.model_fields)
    for other in found - fields - seen - {"model_fields"}:
        if other in vars(block):
            fields |= read_fields(block, other, seen | {name})
    return fields


RULES = [
    (block, name)
    for block in sorted(set(every_block()), key=lambda block: block.__name__)
    for name, member in vars(block).items()
    if hasattr(member, "needs")
]


@pytest.mark.parametrize(("block", "name"), RULES, ids=[f"{block.__name__}.{name}" for block, name in RULES])
def test_a_rule_declares_every_field_it_reads(block: type[Spec], name: str) -> None:
    """A rule that reads an undeclared field would fail in a block where just that field is broken."""
    assert read_fields(block, name) <= getattr(block, name).needs


def test_rules_declare_fields_that_exist() -> None:
    """A rule over a field that no block has would never run."""
    assert all(getattr(block, name).needs <= set(block.model_fields) for block, name in RULES)


def test_whole_numbers_may_arrive_as_floats() -> None:
    """Configuration that another language wrote as JSON has 2.0 for 2."""
    assert NetworkSpec.model_validate({"zones": 3.0}).zones == 3


def test_a_block_is_frozen() -> None:
    """What was checked cannot be changed."""
    with pytest.raises(ValueError, match="frozen"):
        NetworkSpec().zones = 3  # type: ignore[misc]


def test_every_field_is_described() -> None:
    """Each field has a docstring, which editors show."""
    bare = [
        f"{block.__name__}.{name}"
        for block in every_block()
        for name in block.model_fields
        if not texts(block).get(name)
    ]
    assert bare == []


def test_defaults_are_safe() -> None:
    """Without a word the environment is private, bounded and keeps its content."""
    spec = EnvironmentSpec(name="x", owner="x", cost_centre="x")
    assert spec.plain() == {
        "name": "x",
        "owner": "x",
        "cost_centre": "x",
        "tags": {},
        "network": {
            "cidr": "10.20.0.0/16",
            "zones": 2,
            "nat": "none",
            "flow_logs": True,
            "interface_endpoints": True,
        },
        "storage": {"delete_content": False, "noncurrent_days": 30, "key_deletion_days": 30},
        "iam": {"path": "/"},
        "notify": {"emails": []},
        "protect": False,
        "keep_versions": 3,
        "log_retention_days": 30,
        "endpoints": {},
    }


def test_a_null_that_means_something_is_written() -> None:
    """Null turns the anomaly band off; a field that is null by default is left out."""
    plain = AlarmSpec(invocations_band=None).plain()
    assert (plain["invocations_band"], "quiet_minutes" in plain) == (None, False)
    assert AlarmSpec.model_validate(plain) == AlarmSpec(invocations_band=None)
