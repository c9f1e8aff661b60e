"""The bare program: registers the resources of an exported state one by one, without our components."""

import json
import os
from pathlib import Path

import pulumi

resources = json.loads(Path(os.environ["BARE_RESOURCES"]).read_text())
registered: dict[str, pulumi.Resource] = {}


def options(resource: dict[str, object]) -> pulumi.ResourceOptions:
    """The provider and the dependencies that the state recorded."""
    known = [registered[urn] for urn in resource["dependencies"] if urn in registered]
    provider = registered.get(str(resource["provider"]))
    return pulumi.ResourceOptions(depends_on=known, provider=provider)


for resource in resources:
    kind, name, inputs = resource["type"], resource["name"], resource["inputs"]
    if kind.startswith("pulumi:providers:"):
        registered[resource["urn"]] = pulumi.ProviderResource(kind.rsplit(":", 1)[1], name, inputs)
    else:
        registered[resource["urn"]] = pulumi.CustomResource(kind, name, inputs, options(resource))
