"""The questions that each kind of endpoint answers in its own way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pulumi

from components.account import Account
from components.alarm import AlarmPlan
from components.alarm_plan import Watched
from components.policy_document import Document
from components.traffic_policy import TrafficPlace
from components.variant_plan import Serving
from modelhost.spec.endpoint import EndpointSpec

ENDPOINT_LOGS = "/aws/sagemaker/Endpoints/"
COMPONENT_LOGS = "/aws/sagemaker/InferenceComponents/"
INVOKE = "sagemaker:InvokeEndpoint"
INVOKE_STREAM = "sagemaker:InvokeEndpointWithResponseStream"
INVOKE_ASYNC = "sagemaker:InvokeEndpointAsync"


class Site(NamedTuple):
    """Where an endpoint stands; everything but its name is known only when other resources are."""

    endpoint_name: str
    """Name of the endpoint."""
    role_arn: Any
    """Role of the containers."""
    network: Mapping[str, Any]
    """Subnets and security groups, as SageMaker's VpcConfig."""
    key_arn: Any
    """KMS key of volumes, logs and traffic."""
    bucket_name: Any
    """Bucket of captured and queued traffic; none where nothing is kept."""
    topic_arn: Any
    """Topic that reaches people."""

    def uri(self, prefix: str) -> pulumi.Output[str]:
        """Return the S3 URI of *prefix* in the traffic bucket."""
        return pulumi.Output.concat("s3://", self.bucket_name, "/", prefix.rstrip("/"))


class Invoked(NamedTuple):
    """What a caller's policy names, all of it known."""

    account: Account
    """Where the endpoint is."""
    endpoint_arn: str
    """ARN of the endpoint."""
    endpoint_name: str
    """Name of the endpoint."""
    place: TrafficPlace | None
    """Bucket of queued traffic; none where nothing is queued."""
    component_arns: Sequence[str] = ()
    """ARNs of its inference components."""


def endpoint_logs(endpoint_name: str) -> str:
    """Return the log group that SageMaker writes for an endpoint."""
    return f"{ENDPOINT_LOGS}{endpoint_name}"


def nothing_more(_: EndpointSpec, __: Site) -> dict[str, Any]:
    """Return no more of a configuration than every kind has."""
    return {}


@dataclass(frozen=True)
class Shape:
    """How one kind of endpoint differs."""

    variant: Callable[[EndpointSpec, Serving], dict[str, Any]]
    """The production variant that scales."""
    invoker: Callable[[Invoked], Document]
    """The policy of a caller."""
    alarms: Callable[[Watched], AlarmPlan]
    """What is watched."""
    configuration: Callable[[EndpointSpec, Site], dict[str, Any]] = nothing_more
    """More of the endpoint configuration, by the properties' names in Python."""
    log_group: Callable[[str], str] = endpoint_logs
    """Log group of an endpoint, by the endpoint's name."""
    networked: bool = True
    """Whether containers join the VPC, and may be cut off from every network."""
    many_models: bool = False
    """Whether one container loads many models from a prefix."""
    components: bool = False
    """Whether inference components carry the models."""
    counted: bool = True
    """Whether the endpoint itself has a number of instances that Pulumi may own."""
