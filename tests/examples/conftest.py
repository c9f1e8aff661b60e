"""Fixtures of the examples: the platform that all of them stand on, once per worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.examples.example import Example, content
from tests.sandbox.workbench import Workbench


@pytest.fixture(scope="session")
def platform(account: Workbench) -> tuple[Workbench, dict[str, Any]]:
    """The platform of the examples in the shared sandbox, and the platform's outputs."""
    bench = account.sibling("platform", content("platform")).init()
    bench.up().ok()
    return bench, bench.outputs()


@pytest.fixture
def example(platform: tuple[Workbench, dict[str, Any]]) -> Callable[[str], Example]:
    """Bring up the example of a pattern."""
    bench, outputs = platform
    bench.control("faults", method="DELETE")

    def make(pattern: str) -> Example:
        return Example(bench.sibling(pattern, content(pattern)).init(), outputs).up()

    return make
