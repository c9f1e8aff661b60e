"""Each resource type lives its whole life against the embedded AWS."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.provider.difference import top
from modelhost.provider.table import TableResource
from modelhost.provider.table.scope import Scope
from modelhost.provider.table.template import fill
from tests.cloud.embedded import Sandbox
from tests.sandbox_aws.cases import CASES, Case
from tests.sandbox_aws.world import RESOURCES, World

BY_TYPE = [pytest.param(case, id=f"{case.type.split(':')[-1]}-{index}") for index, case in enumerate(CASES)]

RESET = (
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:costexplorer/costAllocationTag:CostAllocationTag",
)
"""Types that AWS lets nobody remove: deleting them sets them back, as with the official provider."""


@pytest.mark.parametrize("case", BY_TYPE)
def test_a_resource_is_made_changed_and_removed_without_drift(case: Case, empty_world: World, cloud: Sandbox) -> None:
    """A resource reads back as it was made, changes in place, and leaves nothing behind."""
    world, resource = empty_world, RESOURCES[case.type]
    before = _standing(cloud)
    inputs = world.check(case.type, case.given(world), name="own")
    id, outputs = resource.create(world.context, inputs)
    world.made.append((resource, id, inputs | outputs))
    assert _drift(world, case, id, inputs, outputs) == {}

    news = world.check(case.type, {**inputs, **case.change(world)}, inputs, name="own")
    news = {key: value for key, value in news.items() if value is not None}
    diff = resource.diff(world.context, id, inputs, outputs, news)
    assert not diff.replace
    if news != inputs:
        outputs = resource.update(world.context, id, outputs, inputs, news)
    assert _drift(world, case, id, news, outputs) == {}

    resource.delete(world.context, id, news | outputs)
    assert case.type in RESET or resource.read(world.context, id, news, outputs) is None
    world.remove_all()
    assert _standing(cloud) == before


@pytest.mark.parametrize("case", BY_TYPE)
def test_a_resource_made_elsewhere_is_imported_without_replacement(case: Case, empty_world: World) -> None:
    """An import finds the resource by its id alone, and the program's inputs then replace nothing."""
    world, resource = empty_world, RESOURCES[case.type]
    inputs = world.check(case.type, case.given(world), name="elsewhere")
    id, outputs = resource.create(world.context, inputs)
    world.made.append((resource, id, inputs | outputs))
    found = resource.read(world.context, _import_id(world, resource, inputs, id), {}, {})
    assert found is not None
    assert found[0] == id
    diff = resource.diff(world.context, id, found[1], found[2], inputs)
    untold = {name for name, prop in resource.row.properties.items() if prop.local or prop.read == "" or prop.computed}
    assert not diff.replace
    assert {top(path) for path in diff.changed} <= untold


def _import_id(world: World, resource: TableResource, inputs: dict[str, Any], id: str) -> str:
    scope = Scope(resource.row, world.context, inputs, id)
    return str(fill(resource.row.import_id or "{id}", scope))


def _drift(world: World, case: Case, id: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    """Return what the next up would change after a refresh."""
    resource = RESOURCES[case.type]
    found = resource.read(world.context, id, inputs, outputs)
    assert found is not None
    read_id, seen, _ = found
    assert read_id == id
    changed = resource.diff(world.context, id, seen, outputs, inputs).changed
    return {path: (kind, seen, inputs) for path, kind in changed.items()}


def _standing(cloud: Sandbox) -> list[Any]:
    """Return what stands in the embedded AWS, apart from the endpoints that tests leave to it."""
    return [each for each in cloud.control("resources") if "sagemaker" not in str(each)]


def test_every_row_has_a_life_story() -> None:
    """No resource type of the sandbox goes untested."""
    assert {case.type for case in CASES} == set(RESOURCES)
