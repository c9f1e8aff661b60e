"""One embedded AWS per test worker; every test plays with names and tags of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from modelhost.operate.cloud import Cloud
from tests.cloud.embedded import REGION, Sandbox, start, stop


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The embedded AWS, as a client of it sees it."""
    server = start(tmp_path_factory.mktemp("aws"))
    yield server
    stop(server)


@pytest.fixture
def cloud(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """Access to the embedded AWS through standard variables only."""
    for name, value in variables(sandbox).items():
        monkeypatch.setenv(name, value)
    return Cloud(REGION)


def variables(sandbox: Sandbox) -> dict[str, str]:
    """What a shell in the sandbox has."""
    return {
        "AWS_ENDPOINT_URL": sandbox.url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
