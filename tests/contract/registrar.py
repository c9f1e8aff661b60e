"""A cloud that keeps only what our own provider, and the sandbox's aws provider, would send: checked, never sent."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks, test
from pulumi.runtime.proto.source_pb2 import StackTrace

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Properties, Resource
from modelhost.provider.sagemaker import resources as our_resources
from modelhost.sandbox.aws.rows.table import resources as aws_resources
from tests.components.recording import ACCOUNT, CALLS, REGION, SECRET

TYPES: dict[str, Resource] = {each.type: each for each in (*our_resources(), *aws_resources())}


class Registrar(Mocks):
    """Checks every registration as its provider does before a create, and makes up lawful ids and ARNs."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.checked: dict[str, int] = {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Check a registration; a component is none of a provider's business."""
        inputs: Properties = plain(args.inputs)
        resource = TYPES.get(args.typ)
        if resource is None:
            if args.typ.startswith("aws:"):
                self.refused.append(f"{args.typ} {args.name}: nobody checks this type; give it a row in the sandbox")
            return args.name, inputs
        self.checked[args.typ] = self.checked.get(args.typ, 0) + 1
        context = Context(
            cloud=Cloud(REGION),
            urn=f"urn:pulumi:dev::modelhost::{args.typ}::{args.name}",
            name=args.name,
            random_seed=hashlib.sha256(args.name.encode()).digest(),
        )
        checked, failures = resource.check(context, args.name, inputs, {})
        self.refused += [f"{args.typ} {args.name}: {each.property}: {each.reason}" for each in failures]
        return args.name, {**_made_up(args.typ, str(checked.get("name") or args.name)), **checked}

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        """Answer a look-up."""
        return CALLS[args.token]


def registered(program: Callable[[], None]) -> Registrar:
    """Run a program to its end, every late registration included."""
    registrar = Registrar()
    set_mocks(registrar, project="modelhost", stack="dev", preview=False)
    with _without_collector(), patch("pulumi.runtime.resource._get_stack_trace", StackTrace):
        test(program)()  # nobody reads where in the program a resource is made, which costs a tenth of the time
    return registrar


@contextmanager
def _without_collector() -> Iterator[None]:
    """Half the time of thousands of registrations is the collector looking at outputs that all still live."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def plain(value: Any) -> Any:
    """The value as a provider gets it: secrets opened, whole numbers as such, nothing absent."""
    if isinstance(value, dict):
        if SECRET in value:
            return plain(value["value"])
        return {key: plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _made_up(type_: str, name: str) -> dict[str, Any]:
    """Attributes that other resources name; the service and noun of an ARN are those of the type's token."""
    package, module, kind = type_.split(":")
    service = "sagemaker" if package == "modelhost" else module.partition("/")[0]
    region = "" if service in {"iam", "s3"} else REGION
    arn = f"arn:aws:{service}:{region}:{ACCOUNT}:{kind.lower()}/{name}"
    return {"arn": arn, "name": name, "bucket": name, "keyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}
