"""Endpoints: is each in service, on what, and with how many instances."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from modelhost.operate.cloud import Cloud, found
from modelhost.operate.standing.fact import Fact
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.model import ModelSpec

ABSENT = "absent"


class EndpointFact(Fact):
    """One endpoint as it stands."""

    key: str
    """Name in the stack file."""
    name: str
    """Name in the cloud."""
    status: str
    """SageMaker's word, or `absent`."""
    model: str
    """The model, as the stack file names it."""
    machine: str
    """Machine type that the stack file asks for."""
    live_machine: str | None = None
    """Machine type that serves."""
    live_configuration: str | None = None
    """Endpoint configuration that serves."""
    current_count: int | None = None
    """Instances that serve now."""
    desired_count: int | None = None
    """Instances that SageMaker works towards."""
    arn: str | None = None
    modified: datetime | None = None
    """When SageMaker last changed it."""
    reason: str | None = None
    """Why it failed, in SageMaker's words."""

    @property
    def pending_machine(self) -> bool:
        """Whether another machine serves than the stack file asks for."""
        return self.live_machine is not None and self.live_machine != self.machine


def endpoint_fact(cloud: Cloud, key: str, name: str, spec: EndpointSpec) -> EndpointFact:
    """Ask SageMaker about one endpoint."""
    client = cloud.client("sagemaker")
    live = found(client.describe_endpoint, EndpointName=name)
    configuration = None
    if live is not None and live.get("EndpointConfigName"):
        configuration = found(client.describe_endpoint_config, EndpointConfigName=live["EndpointConfigName"])
    return shape(key, name, spec, live, configuration)


def shape(
    key: str,
    name: str,
    spec: EndpointSpec,
    live: Mapping[str, Any] | None,
    configuration: Mapping[str, Any] | None,
) -> EndpointFact:
    """Put what SageMaker answered next to what the stack file says."""
    asked = {"key": key, "name": name, "model": model_words(spec.model), "machine": spec.machine}
    if live is None:
        return EndpointFact(**asked, status=ABSENT)
    variant, configured = first_variant(live), first_variant(configuration or {})
    return EndpointFact(
        **asked,
        status=live["EndpointStatus"],
        live_machine=configured.get("InstanceType"),
        live_configuration=live.get("EndpointConfigName"),
        current_count=variant.get("CurrentInstanceCount"),
        desired_count=variant.get("DesiredInstanceCount"),
        arn=live.get("EndpointArn"),
        modified=live.get("LastModifiedTime"),
        reason=live.get("FailureReason"),
    )


def first_variant(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the first variant of an endpoint or a configuration; ours have one."""
    return next(iter(answer.get("ProductionVariants") or []), {})


def model_words(model: ModelSpec) -> str:
    """Return the model in a few words."""
    runtime = model.framework or (model.image or "").rpartition("/")[2].partition("@")[0]
    return f"{model.artifact or 'in its image'} ({runtime})" if runtime else str(model.artifact)
