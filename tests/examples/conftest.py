"""Fixtures of the examples: the platform that all of them stand on, once per worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.examples.example import Example, content
from tests.sandbox.workbench import Workbench


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, dict[str, Any]]]:
    """The sandbox with the platform of the examples, and the platform's outputs."""
    bench = Workbench(tmp_path_factory.mktemp("examples"), "platform", content("platform")).init()
    bench.up().ok()
    yield bench, bench.outputs()
    bench.close()


@pytest.fixture
def example(platform: tuple[Workbench, dict[str, Any]]) -> Callable[[str], Example]:
    """Bring up the example of a pattern."""
    bench, outputs = platform
    bench.control("faults", method="DELETE")

    def make(pattern: str) -> Example:
        return Example(bench.sibling(pattern, content(pattern)).init(), outputs).up()

    return make
