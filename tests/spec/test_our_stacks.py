"""The stack files of this repository: production is safer than development, and serves the same endpoints."""

from pathlib import Path

import pytest

from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.stack_file import read
from modelhost.spec.strategy import Auto

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def prod() -> EnvironmentSpec:
    """The production environment as committed."""
    return read(ROOT / "Pulumi.prod.yaml").load()


def fewest(environment: EnvironmentSpec, key: str) -> int:
    """Return the fewest instances that endpoint *key* may have at any time."""
    chosen = environment.endpoints[key].in_force()
    base = chosen.min if isinstance(chosen, Auto) else chosen.count
    return min([base, *(low for entry in chosen.schedule if (low := entry.bounds().min) is not None)])


def test_production_survives_a_zone_and_a_mistake(prod: EnvironmentSpec) -> None:
    """Two zones or more, two instances of everything at any hour, nothing deleted by accident."""
    assert prod.network.zones >= 2
    few = {key: fewest(prod, key) for key in prod.endpoints}
    assert {key: count for key, count in few.items() if count < 2} == {}
    assert (prod.protect, prod.storage.delete_content) == (True, False)


def test_development_and_production_serve_the_same(prod: EnvironmentSpec) -> None:
    """What is tried in one has a counterpart in the other."""
    assert set(read(ROOT / "Pulumi.dev.yaml").load().endpoints) == set(prod.endpoints)
