"""Start an embedded AWS and speak with it: the words that its tests share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event, Timer
from typing import Any

import boto3
from botocore.config import Config

REGION = "us-west-2"
START_SECONDS, WAIT_SECONDS, POLL_SECONDS = 120.0, 60.0, 0.02
HOUR_SECONDS = 3600
TRANSITION_SECONDS = "0.2"
IMAGE = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3"
ROLE = "arn:aws:iam::123456789012:role/execution"
_pause = Event()


def until(condition: Callable[[], Any], seconds: float = WAIT_SECONDS) -> Any:
    """Poll until a condition gives something true, and give that."""
    for _ in range(int(seconds / POLL_SECONDS)):
        found = condition()
        if found:
            return found
        _pause.wait(POLL_SECONDS)
    raise AssertionError(f"nothing came true within {seconds} seconds")


@cache
def client_of(url: str, service: str, region: str = REGION) -> Any:
    """Make a boto3 client that gives up at the first error."""
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )


@dataclass(frozen=True)
class Sandbox:
    """One running embedded AWS."""

    url: str
    process: subprocess.Popen[str]

    def client(self, service: str) -> Any:
        """Give a boto3 client of this AWS."""
        return client_of(self.url, service)

    def control(self, page: str, body: Any = None, method: str | None = None) -> Any:
        """Ask the control plane."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_modelhost/{page}", data, method=method)
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
            return json.load(answer)

    def model(self, **fields: Any) -> str:
        """Create a model."""
        name = unique("model")
        container = fields.pop("PrimaryContainer", {"Image": IMAGE, "ModelDataUrl": "s3://elsewhere/model.tar.gz"})
        self.client("sagemaker").create_model(
            **{"ModelName": name, "ExecutionRoleArn": ROLE, "PrimaryContainer": container, **fields}
        )
        return name

    def configuration(self, model: str | None = None, **variant: Any) -> str:
        """Create an endpoint configuration of one variant."""
        name = unique("config")
        spec = {"VariantName": "main", "InstanceType": "ml.m7i.large", "InitialInstanceCount": 1, **variant}
        spec["ModelName"] = model or self.model()
        self.client("sagemaker").create_endpoint_config(EndpointConfigName=name, ProductionVariants=[spec])
        return name

    def endpoint(self, configuration: str | None = None, **variant: Any) -> str:
        """Create an endpoint and wait until it is in service."""
        name = unique("endpoint")
        config = configuration or self.configuration(**variant)
        self.client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=config)
        self.settled(name)
        return name

    def slowly(self, operation: str, endpoint: str, kind: str = "slow", **fields: Any) -> None:
        """Let the next such change of an endpoint take an hour, which `hour` lets pass."""
        fault = {"service": "sagemaker", "operation": operation, "kind": kind, "seconds": HOUR_SECONDS, **fields}
        self.control("faults", {**fault, "match": {"EndpointName": endpoint}})

    def hour(self, fraction: float = 1.0) -> None:
        """Let an hour pass, or a fraction of it."""
        self.control("clock", {"seconds": HOUR_SECONDS * fraction})

    def describe(self, endpoint: str) -> dict[str, Any]:
        """Describe an endpoint."""
        return dict(self.client("sagemaker").describe_endpoint(EndpointName=endpoint))

    def settled(self, endpoint: str) -> dict[str, Any]:
        """Wait until an endpoint is at rest."""

        def at_rest() -> dict[str, Any] | None:
            shown = self.describe(endpoint)
            return shown if shown["EndpointStatus"] in ("InService", "Failed") else None

        found: dict[str, Any] = until(at_rest)
        return found

    def register(self, endpoint: str, low: int = 1, high: int = 6, **fields: Any) -> dict[str, str]:
        """Register the endpoint's variant as a scalable target and give its scope."""
        scope = scope_of(endpoint)
        self.client("application-autoscaling").register_scalable_target(
            **scope, MinCapacity=low, MaxCapacity=high, **fields
        )
        return scope


def scope_of(endpoint: str) -> dict[str, str]:
    """Name the instance count of an endpoint's variant as Application Auto Scaling does."""
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/main",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }


def unique(word: str) -> str:
    """Make a name that no other test uses."""
    return f"{word}-{uuid.uuid4().hex[:10]}"


def count_of(shown: dict[str, Any]) -> int:
    """Read the desired instance count of a described endpoint."""
    return int(shown["ProductionVariants"][0]["DesiredInstanceCount"])


def start(state: Path, *arguments: str) -> Sandbox:
    """Start an embedded AWS and wait for its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "modelhost.sandbox.cloud", "--port", "0", "--state", str(state), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "MODELHOST_SANDBOX_TRANSITION_SECONDS": TRANSITION_SECONDS},
    )
    assert process.stdout is not None
    watchdog = Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        return Sandbox(f"http://127.0.0.1:{int(process.stdout.readline())}", process)
    finally:
        watchdog.cancel()


def stop(sandbox: Sandbox) -> None:
    """End an embedded AWS."""
    sandbox.process.terminate()
    sandbox.process.communicate(timeout=WAIT_SECONDS)
