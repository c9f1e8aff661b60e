"""What SageMaker says of an inference component now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.request import camel_keys

IN_TRANSITION = frozenset({"Creating", "Updating", "Deleting"})


@dataclass(frozen=True)
class Live:
    """A component as DescribeInferenceComponent shows it."""

    name: str
    arn: str
    endpoint: str
    variant: str
    status: str
    failure_reason: str = ""
    specification: Mapping[str, Any] = field(default_factory=dict)
    """What it runs, in the program's spelling; empty when there is one for each machine type."""
    specifications: tuple[Mapping[str, Any], ...] = ()
    """What it runs on each machine type."""
    desired_copies: int | None = None
    """Copies that are wanted; an adapter has none of its own."""
    current_copies: int | None = None
    """Copies that answer."""

    @property
    def settled(self) -> bool:
        """Whether nothing is moving."""
        return self.status not in IN_TRANSITION

    @property
    def serving(self) -> bool:
        """Whether it can be invoked, or wakes up when it is."""
        return self.status == "InService"

    @property
    def answers(self) -> bool:
        """Whether somebody would notice if it were deleted: a component whose update failed may have old copies."""
        return self.serving or bool(self.current_copies)

    @property
    def model_name(self) -> str:
        """The model that it runs, the first of several; empty for a bare container and for an adapter."""
        every = (self.specification, *self.specifications)
        return next((str(each["modelName"]) for each in every if each.get("modelName")), "")


def describe_component(client: Any, name: str) -> Live | None:
    """The component of that name, or None when there is none."""
    try:
        return from_answer(client.describe_inference_component(InferenceComponentName=name))
    except ClientError as error:
        if is_missing(error):
            return None
        raise


def from_answer(answer: Mapping[str, Any]) -> Live:
    """Read a DescribeInferenceComponent answer."""
    runtime = answer.get("RuntimeConfig") or {}
    return Live(
        name=answer["InferenceComponentName"],
        arn=answer["InferenceComponentArn"],
        endpoint=answer["EndpointName"],
        variant=answer.get("VariantName", ""),
        status=answer.get("InferenceComponentStatus", ""),
        failure_reason=answer.get("FailureReason", ""),
        specification=_specification(answer.get("Specification") or {}),
        specifications=tuple(_specification(each) for each in answer.get("Specifications") or ()),
        desired_copies=runtime.get("DesiredCopyCount"),
        current_copies=runtime.get("CurrentCopyCount"),
    )


def _specification(answer: Mapping[str, Any]) -> dict[str, Any]:
    """AWS answers a resolved image where it was told one; the one told is what a program can compare."""
    found: dict[str, Any] = camel_keys(answer)
    container = found.get("container")
    if container:
        deployed = container.pop("deployedImage", None) or {}
        if deployed.get("specifiedImage"):
            container["image"] = deployed["specifiedImage"]
    return found
