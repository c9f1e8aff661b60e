"""Mistakes in the stack file: all at once, each with place and remedy, nothing registered."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import ENVIRONMENT

pytestmark = pytest.mark.sandbox


def test_five_mistakes_make_one_message(team):
    """Five different mistakes are named together; the engine registers no resource."""
    bench = team(budget=ENVIRONMENT["budget"])
    before = bench.control("resources")

    def spoil(environment):
        digits = environment["endpoints"]["digits"]
        digits["scaling"]["strategy"] = "verticl"
        digits["machine"] = "ml.m7i.largo"
        digits["scaling"]["replicas"] = {"count": 2, "min": 5, "max": 3}
        digits["scaling"]["schedule"][0]["timezone"] = "Europe/Berlim"
        environment["budgett"] = environment.pop("budget")

    bench.edit(spoil)

    said = bench.up().failed().output

    for place, remedy in [
        ("environment.endpoints.digits.scaling.strategy", "vertical"),
        ("environment.endpoints.digits.machine", "ml.m7i.large"),
        ("environment.endpoints.digits.scaling.replicas", "3"),
        ("environment.endpoints.digits.scaling.schedule", "Europe/Berlin"),
        ("environment.budgett", "budget"),
    ]:
        assert any(place in line and remedy in line for line in said.splitlines()), (place, said)
    assert "has 5 problems" in said
    kinds = [r["type"] for r in bench.export().get("resources") or []]
    assert set(kinds) <= {"pulumi:pulumi:Stack"}
    assert bench.control("resources") == before
