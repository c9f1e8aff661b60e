"""One embedded AWS for all tests of a worker, and a clean world for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cloud.embedded import Sandbox, start, stop
from tests.sandbox_aws.world import World, world


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Give the embedded AWS of this worker."""
    sandbox = start(tmp_path_factory.mktemp("cloud"))
    yield sandbox
    stop(sandbox)


@pytest.fixture
def empty_world(cloud: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give a world without anything in it, and clear it away afterwards."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", cloud.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    made = world(cloud)
    yield made
    made.remove_all()
