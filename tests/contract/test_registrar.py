"""The registrar sees what AWS would refuse, so that its silence proves something."""

from collections.abc import Callable

import pulumi
import pytest

from components.provider.endpoint_configuration import EndpointConfiguration
from components.provider.inference_component import InferenceComponent
from tests.contract.registrar import registered

SHARE = {"minMemoryRequiredInMb": 64}


def component() -> pulumi.Resource:
    """A component with a share that AWS does not give."""
    specification = {"modelName": "m", "computeResourceRequirements": SHARE}
    return InferenceComponent("c", name="c", endpoint_name="e", specification=specification, copy_count=1)


def configuration() -> pulumi.Resource:
    """A configuration on a machine that does not exist."""
    variant = {"variantName": "v", "modelName": "m", "instanceType": "ml.nope", "initialInstanceCount": 1}
    return EndpointConfiguration("c", name_prefix="c", endpoint_name="e", keep=3, production_variants=[variant])


class Queue(pulumi.CustomResource):
    """A type that the sandbox has no row for."""

    def __init__(self) -> None:
        super().__init__("aws:sqs/queue:Queue", "q", {})


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (component, "minMemoryRequiredInMb: is 64; at least 128 needed"),
        (configuration, "'ml.nope' is not one of"),
        (Queue, "nobody checks this type"),
    ],
)
def test_what_aws_would_refuse_is_seen(make: Callable[[], pulumi.Resource], reason: str) -> None:
    """A value out of range, a word that is none, a type that nobody knows."""

    def program() -> None:
        make()

    [refusal] = registered(program).refused
    assert reason in refusal
