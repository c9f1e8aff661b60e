"""The bare program: registers the resources of an exported state one by one, without our components."""

import json
import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

registered: dict[str, pulumi.Resource] = {}


def options(resource: dict[str, Any]) -> pulumi.ResourceOptions:
    """The provider and the dependencies that the state recorded."""
    known = [registered[urn] for urn in resource["dependencies"] if urn in registered]
    return pulumi.ResourceOptions(depends_on=known, provider=registered.get(resource["provider"]))


def register(resource: dict[str, Any]) -> pulumi.Resource:
    """Register one resource: of AWS by its own class, as a program would; of our provider by its token."""
    kind, name, inputs = resource["type"], resource["name"], resource["inputs"]
    if kind == "pulumi:providers:aws":
        tags = json.loads(inputs.get("defaultTags", "{}"))
        return aws.Provider(name, region=inputs["region"], default_tags=tags)
    if kind.startswith("pulumi:providers:"):
        return pulumi.ProviderResource(kind.rsplit(":", 1)[1], name, inputs)
    if not kind.startswith("aws:"):
        return pulumi.CustomResource(kind, name, inputs, options(resource))
    service, cls = kind.split(":")[1].split("/")[0], kind.rsplit(":", 1)[1]
    known = {re.sub(r"(?=[A-Z])", "_", key).lower(): value for key, value in inputs.items()}
    made: pulumi.Resource = getattr(import_module(f"pulumi_aws.{service}"), cls)(name, **known, opts=options(resource))
    return made


for each in json.loads(Path(os.environ["BARE_RESOURCES"]).read_text()):
    registered[each["urn"]] = register(each)
