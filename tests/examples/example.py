"""An example's stack file, brought up as a user would, and what AWS was asked for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from tests.sandbox.workbench import REPOSITORY, Workbench

PATTERNS = REPOSITORY / "examples" / "patterns"
SUFFIX = re.compile(r"(?<=-)[0-9a-f]{7}(?![0-9a-f])")
"""What an auto-name ends in."""


@dataclass
class Example:
    """One stack file of examples/patterns on the platform that all of them share."""

    bench: Workbench
    platform: dict[str, Any]
    """Outputs of the platform stack."""

    @property
    def endpoint(self) -> dict[str, Any]:
        """The block of the only endpoint, to be edited in place."""
        block: dict[str, Any]
        [block] = self.bench.environment["endpoints"].values()
        return block

    @property
    def cloud_name(self) -> str:
        """The name in the cloud of the only endpoint."""
        [key] = self.bench.environment["endpoints"]
        return self.bench.cloud_name(key)

    def up(self) -> Example:
        """Bring it up, the journal being empty before."""
        self.bench.control("calls", method="DELETE")
        self.bench.up().ok()
        return self

    def change(self, edit: Callable[[dict[str, Any]], object]) -> Example:
        """Edit the endpoint's block and bring that up; the journal then holds the calls of this change only."""
        self.bench.edit(lambda _: edit(self.endpoint))
        return self.up()

    def destroy(self) -> None:
        """Destroy it and see that nothing of it is left."""
        self.bench.control("calls", method="DELETE")
        self.bench.pulumi("destroy", "--yes", "--skip-preview").ok()
        assert [each for each in self.bench.control("resources") if self._ours(each)] == []

    def sent(self, service: str, operation: str) -> list[dict[str, Any]]:
        """The requests of *operation* that succeeded, in order, with random and account-wide parts replaced."""
        calls = self.bench.control(f"calls?service={service}&operation={operation}")
        return [self.plain(call["params"]) for call in calls if not call["error"] and self._ours(call["params"])]

    def order(self, *operations: str) -> list[str]:
        """The operations among *operations* that AWS received, in order."""
        return [call["operation"] for call in self.bench.control("calls") if call["operation"] in operations]

    def plain(self, value: Any) -> Any:
        """*value* without tags, with `#` for random suffixes and words for what the platform made."""
        if isinstance(value, dict):
            return {key: self.plain(each) for key, each in value.items() if key != "Tags"}
        if isinstance(value, list):
            return [self.plain(each) for each in value]
        if not isinstance(value, str):
            return value
        for word, known in (("KEY", "key_arn"), ("BUCKET", "bucket_name"), ("TOPIC", "alarm_topic_arn")):
            value = value.replace(self.platform[known], word)
        return SUFFIX.sub("#", value)

    def _ours(self, thing: dict[str, Any]) -> bool:
        """Whether a request or a resource is about this environment."""
        return re.search(rf"(?<![\w-]){self.bench.environment['name']}-", str(thing)) is not None


def content(pattern: str) -> dict[str, Any]:
    """The stack file of *pattern*."""
    read: dict[str, Any] = yaml.safe_load((PATTERNS / f"Pulumi.{pattern}.yaml").read_text())
    return read


def variant(pattern: str, **overrides: Any) -> dict[str, Any]:
    """The production variant of the digits model in *pattern*, as CreateEndpointConfig takes it."""
    return {
        "VariantName": "primary",
        "ModelName": f"{pattern}-digits-#",
        "InitialInstanceCount": 1,
        "InstanceType": "ml.m7i.large",
        "InitialVariantWeight": 1.0,
        "VolumeSizeInGB": 30,
        "ModelDataDownloadTimeoutInSeconds": 600,
        "ContainerStartupHealthCheckTimeoutInSeconds": 600,
    } | overrides


def scalable(pattern: str, low: int, high: int, **overrides: Any) -> dict[str, Any]:
    """The request that registers the instances of the digits model in *pattern*."""
    return subject(pattern) | {"MinCapacity": low, "MaxCapacity": high} | overrides


def subject(pattern: str) -> dict[str, Any]:
    """Application Auto Scaling's words for the instances of the digits model in *pattern*."""
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{pattern}-digits/variant/primary",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
