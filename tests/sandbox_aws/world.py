"""Makes resources through the rows against the embedded AWS, and takes them away again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Failure
from modelhost.provider.table import TableResource
from modelhost.sandbox.aws.rows.table import resources
from tests.cloud.embedded import Sandbox

RESOURCES = {resource.type: resource for resource in resources()}


def trust(service: str) -> str:
    """Return a trust policy for a service."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@dataclass
class World:
    """Everything that one test has made, newest last."""

    context: Context
    sandbox: Sandbox
    made: list[tuple[TableResource, str, dict[str, Any]]] = field(default_factory=list)

    def check(
        self, type: str, news: dict[str, Any], olds: dict[str, Any] | None = None, name: str = "it"
    ) -> dict[str, Any]:
        """Return the checked inputs; the test fails when AWS would refuse them."""
        inputs, failures = self.failures(type, news, olds, name)
        assert failures == []
        return inputs

    def failures(
        self, type: str, news: dict[str, Any], olds: dict[str, Any] | None = None, name: str = "it"
    ) -> tuple[dict[str, Any], list[Failure]]:
        """Return the checked inputs and what AWS would refuse."""
        context = self.context.derive(name=name, random_seed=f"{type} {name} {len(self.made)}".encode())
        return RESOURCES[type].check(context, name, dict(news), dict(olds or {}))

    def make(self, type: str, inputs: dict[str, Any], name: str = "it") -> dict[str, Any]:
        """Create a resource; return its outputs, the id among them."""
        checked = self.check(type, inputs, name=name)
        id, outputs = RESOURCES[type].create(self.context, checked)
        self.made.append((RESOURCES[type], id, checked | outputs))
        return {**outputs, "id": id}

    def remove_all(self) -> None:
        """Delete what was made, newest first."""
        while self.made:
            resource, id, outputs = self.made.pop()
            resource.delete(self.context, id, outputs)

    def network(self) -> dict[str, Any]:
        """Make a VPC."""
        return self.make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.9.0.0/16", "enableDnsHostnames": True})

    def subnet(self) -> dict[str, Any]:
        """Make a subnet in a VPC of its own."""
        vpc = self.network()["id"]
        return self.make("aws:ec2/subnet:Subnet", {"vpcId": vpc, "cidrBlock": "10.9.1.0/24"})

    def group(self) -> dict[str, Any]:
        """Make a security group in a VPC of its own."""
        return self.make("aws:ec2/securityGroup:SecurityGroup", {"vpcId": self.network()["id"]})

    def bucket(self) -> str:
        """Make a bucket that lets itself be deleted with content."""
        return str(self.make("aws:s3/bucket:Bucket", {"forceDestroy": True})["bucket"])

    def role(self, service: str = "sagemaker.amazonaws.com") -> dict[str, Any]:
        """Make a role."""
        return self.make("aws:iam/role:Role", {"assumeRolePolicy": trust(service)})

    def key(self) -> dict[str, Any]:
        """Make an encryption key."""
        return self.make("aws:kms/key:Key", {"deletionWindowInDays": 7})

    def topic(self, name: str = "it") -> dict[str, Any]:
        """Make a topic."""
        return self.make("aws:sns/topic:Topic", {}, name)

    def variant(self) -> dict[str, Any]:
        """Make an endpoint and return the properties by which a scalable target names its variant."""
        return {
            "serviceNamespace": "sagemaker",
            "resourceId": f"endpoint/{self.sandbox.endpoint()}/variant/main",
            "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
        }

    def target(self) -> dict[str, Any]:
        """Register a scalable target and return the properties that name it."""
        variant = self.variant()
        self.make("aws:appautoscaling/target:Target", {**variant, "minCapacity": 1, "maxCapacity": 4})
        return variant


def world(sandbox: Sandbox) -> World:
    """Return an empty world; the environment says where AWS is."""
    return World(Context(cloud=Cloud(region="us-west-2"), timeout_seconds=30), sandbox)
