"""The sandbox that the engine tests of all folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.conftest import stack_content
from tests.sandbox.workbench import Workbench


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A sandbox for all tests of a worker that need none of their own; its stack `ground` is not up yet."""
    content = stack_content(name="ground", endpoints={}, budget=None)
    bench = Workbench(tmp_path_factory.mktemp("ground"), "ground", content).init()
    yield bench
    bench.close()
