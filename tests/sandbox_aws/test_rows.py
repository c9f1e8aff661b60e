"""The rows speak the words of the official provider and of AWS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from modelhost.provider import validate
from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.table import Call, Row
from modelhost.provider.table.request import build
from modelhost.provider.table.scope import Scope
from modelhost.provider.wire import UNKNOWN
from modelhost.sandbox.aws.rows.table import ROWS
from tests.sandbox_aws.official import documentation, outputs

EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)


def calls(row: Row) -> Iterator[Call]:
    """Yield every call that a row makes by itself."""
    tags = row.tags
    actions = [row.create, row.read, row.update, *row.delete, *row.checks, *(each.call for each in row.lookups)]
    actions += [action for step in row.steps for action in (step.action, step.unset)]
    actions += [tags.add, tags.remove, tags.clear, tags.read and tags.read.call] if tags else []
    yield from (action for action in actions if isinstance(action, Call))


@EACH_ROW
def test_properties_are_those_of_the_official_provider(row: Row) -> None:
    """Every property of a row is an input of the official type."""
    assert row.properties.keys() <= documentation(row.type).keys()


@EACH_ROW
def test_outputs_are_those_of_the_official_provider(row: Row) -> None:
    """Every output of a row is an output of the official type."""
    looked_up = {name for lookup in row.lookups for name in lookup.values}
    assert row.outputs.keys() | looked_up <= outputs(row.type)


@EACH_ROW
def test_calls_exist_and_take_their_parameters(row: Row) -> None:
    """Every call names an operation of AWS, and parameters that it takes."""
    context = Context(cloud=Cloud(region="us-west-2"), preview=True)
    scope = Scope(row, context, dict.fromkeys(row.properties, UNKNOWN), id="123456789012:name")
    for call in calls(row):
        service = call.service or row.service
        problems = validate.check(build(row, call, scope), service, call.operation)
        assert [problem for problem in problems if "is not a parameter" in problem.reason] == []


@EACH_ROW
def test_every_changeable_property_has_a_call_that_changes_it(row: Row) -> None:
    """No property is accepted whose change would silently do nothing."""
    by_step = {name for step in row.steps for name in step.on}
    left = {name for name, prop in row.properties.items() if not prop.replace and not prop.local} - by_step - {"tags"}
    assert not left or row.upsert or row.update is not None


@EACH_ROW
def test_tags_and_their_style_come_together(row: Row) -> None:
    """A type takes tags exactly when the row says how."""
    assert ("tags" in row.properties) is (row.tags is not None)
