"""An embedded AWS for each test worker, and a stage on which an endpoint is played through the provider's resources."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from tests.provider_sagemaker.stage import Stage

TRANSITION_SECONDS = "0.1"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": "us-west-2",
    "AWS_DEFAULT_REGION": "us-west-2",
    "AWS_EC2_METADATA_DISABLED": "true",
    "MODELHOST_SANDBOX_TRANSITION_SECONDS": TRANSITION_SECONDS,
}


@dataclass(frozen=True)
class EmbeddedAws:
    """The address of a running embedded AWS, and its control plane."""

    url: str

    def control(self, method: str, page: str, body: dict[str, Any] | None = None) -> Any:
        """Ask the control plane."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.url}/_modelhost/{page}", data=data, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def fault(self, operation: str, service: str = "sagemaker", **fault: Any) -> None:
        """Make the next calls of an operation fail as told."""
        self.control("POST", "faults", {"service": service, "operation": operation, **fault})

    def calls(self, operation: str, service: str = "sagemaker") -> list[dict[str, Any]]:
        """The calls of one operation since the last look."""
        found: list[dict[str, Any]] = self.control("GET", f"calls?service={service}&operation={operation}")
        return found


@pytest.fixture(scope="session")
def embedded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """One server for all tests of a worker; each test plays with names of its own."""
    state = tmp_path_factory.mktemp("aws")
    command = [sys.executable, "-m", "modelhost.sandbox.cloud", "--state", str(state), "--parent-pid", str(os.getpid())]
    log = (state / "stderr").open("w")
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **ENVIRONMENT})
    assert server.stdout
    port = server.stdout.readline().strip()
    assert port, Path(log.name).read_text()
    url = f"http://127.0.0.1:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for key, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": url}.items():
            patch.setenv(key, value)
        yield EmbeddedAws(url)
    server.terminate()
    server.wait()
    server.stdout.close()
    log.close()


@pytest.fixture(scope="session")
def cloud(embedded_aws: EmbeddedAws) -> Cloud:
    """The provider's access to the embedded AWS."""
    return Cloud()


@pytest.fixture
def stage(embedded_aws: EmbeddedAws, cloud: Cloud, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """An endpoint's stage, named after the test, with nothing on it yet."""
    yield Stage.of(cloud, request.node.name)
    embedded_aws.control("DELETE", "faults")
