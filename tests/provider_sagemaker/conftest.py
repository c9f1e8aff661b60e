"""An embedded AWS for each test worker, and a stage on which an endpoint is played through the provider's resources."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.loaders import create_loader

from modelhost.provider.cloud import Cloud
from modelhost.provider.sagemaker import waiting
from tests.provider_sagemaker.stage import Stage

TRANSITION_SECONDS = "0.1"
FIRST_INTERVAL_SECONDS = 0.12
"""A little longer than a transition, so that most waits ask twice."""
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_REGION": "us-west-2",
    "AWS_DEFAULT_REGION": "us-west-2",
    "AWS_EC2_METADATA_DISABLED": "true",
    "MODELHOST_SANDBOX_TRANSITION_SECONDS": TRANSITION_SECONDS,
}


RUNNING: pytest.StashKey["EmbeddedAws"] = pytest.StashKey()


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
def embedded_aws(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedAws:
    """One server for all tests of a worker, those of components too; each test plays with names of its own."""
    if RUNNING not in pytestconfig.stash:
        running = contextmanager(_running)(tmp_path_factory.mktemp("aws"))
        pytestconfig.stash[RUNNING] = running.__enter__()
        pytestconfig.add_cleanup(partial(_end, running))
    return pytestconfig.stash[RUNNING]


def _running(state: Path) -> Iterator[EmbeddedAws]:
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
        # A killed process has a session of its own; the descriptions of the services are read once for all of them.
        patch.setattr(botocore.session, "create_loader", cache(create_loader))
        patch.setattr(waiting, "FIRST_INTERVAL_SECONDS", FIRST_INTERVAL_SECONDS)
        yield EmbeddedAws(url)
    server.terminate()
    server.wait()
    server.stdout.close()
    log.close()


def _end(running: AbstractContextManager[EmbeddedAws]) -> None:
    running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def cloud(embedded_aws: EmbeddedAws) -> Cloud:
    """The provider's access to the embedded AWS."""
    return Cloud()


@pytest.fixture
def stage(embedded_aws: EmbeddedAws, cloud: Cloud, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """An endpoint's stage, named after the test, with nothing on it yet."""
    yield Stage.of(cloud, request.node.name, request.node.nodeid)
    embedded_aws.control("DELETE", "faults")
    clear(cloud)


def clear(cloud: Cloud) -> None:
    """Delete what is live, or every later test would ask of it which configurations are in use."""
    client = cloud.client("sagemaker")
    for each in client.list_inference_components()["InferenceComponents"]:
        with suppress(ClientError):
            client.delete_inference_component(InferenceComponentName=each["InferenceComponentName"])
    for each in client.list_endpoints()["Endpoints"]:
        with suppress(ClientError):
            client.delete_endpoint(EndpointName=each["EndpointName"])
