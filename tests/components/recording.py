"""Record what a Pulumi program registers, without an engine.

Mocks prove what is asked for: not parents, not order, not that a provider accepts it. The sandbox suite proves those.
"""

import importlib
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import pulumi
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks, test

SERVICES = ["appautoscaling", "budgets", "cloudwatch", "costexplorer", "ec2", "iam", "kms", "s3", "sns", "vpc"]
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # pulumi_aws warns of its own old names while it is imported
    for service in SERVICES:
        hasattr(importlib.import_module(f"pulumi_aws.{service}"), "outputs")  # asking for an attribute loads it

ACCOUNT = "123456789012"
REGION = "us-west-2"
SECRET = "4dabf18193072939515e22adb298388d"
"""Pulumi's mark of a secret value."""
ZONES = ["us-west-2d", "us-west-2b", "us-west-2a", "us-west-2c"]
CALLS: dict[str, dict[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT, "arn": "", "id": ACCOUNT, "userId": ""},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws"},
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": ZONES, "zoneIds": [], "groupNames": [], "id": ""},
}


class Resource(NamedTuple):
    """One registration."""

    type: str
    name: str
    inputs: dict[str, Any]
    import_id: str
    provider: str


class Recording(Mocks):
    """Answers like a cloud in which everything works, and remembers what it was asked."""

    def __init__(self, references: dict[str, dict[str, Any]] | None = None) -> None:
        self.resources: list[Resource] = []
        self.exports: Any = None
        self.value: Any = None
        self.references = references or {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Remember a registration, and make up what the cloud would answer."""
        self.resources.append(Resource(args.typ, args.name, args.inputs, args.resource_id or "", args.provider or ""))
        if args.typ == "pulumi:pulumi:StackReference":
            return args.name, {**args.inputs, "outputs": self.references[args.inputs["name"]]}
        made_up = {
            "arn": f"arn:of:{args.name}",
            "name": args.name,
            "bucket": args.name,
            "keyId": f"key-{args.name}",
            "allocationId": f"eipalloc-{args.name}",
            "prefixListId": f"pl-{args.name}",
            "invocationUrl": f"https://example/{args.name}",
        }
        return f"{args.name}-id", {**made_up, **args.inputs}

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        """Answer a look-up."""
        return CALLS[args.token]

    def of(self, type_: str) -> list[Resource]:
        """Return what was registered of one type (the last part of its token will do), by name: order is chance."""
        found = [each for each in self.resources if type_ in (each.type, each.type.rpartition(":")[2])]
        return sorted(found, key=lambda each: each.name)

    def one(self, type_: str, name: str | None = None) -> dict[str, Any]:
        """Return the inputs of the only resource of a type, or of the one of that name."""
        [found] = [each for each in self.of(type_) if name in (None, each.name)]
        return found.inputs

    def types(self) -> list[str]:
        """Return the types of all registrations."""
        return [each.type for each in self.resources]


def record(
    program: Callable[[], Any],
    references: dict[str, dict[str, Any]] | None = None,
    project: str = "modelhost",
    stack: str = "dev",
) -> Recording:
    """Run *program* to its end, every late registration included; an Output that it returns becomes `value`."""
    recording = Recording(references)
    set_mocks(recording, project=project, stack=stack, preview=False)

    def run() -> Any:
        returned = program()
        if isinstance(returned, pulumi.Output):
            return returned.apply(lambda value: setattr(recording, "value", value))
        return None

    test(run)()
    return recording
