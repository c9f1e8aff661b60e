"""One embedded AWS for all tests of a worker: the machine really runs there."""

from collections.abc import Iterator

import pytest

from tests.cloud.embedded import Sandbox, start, stop


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Give the embedded AWS of this worker."""
    sandbox = start(tmp_path_factory.mktemp("cloud"))
    yield sandbox
    stop(sandbox)
