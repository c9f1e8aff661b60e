"""Endpoints: is each in service, on what, with how many instances or copies, and what is moving."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, denied, found
from modelhost.operate.standing.component import ComponentFact, component_facts
from modelhost.operate.standing.fact import Fact
from modelhost.operate.standing.variant import RolloutFact, VariantFact, rollout_fact, variant_facts
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.model import ModelSpec

ABSENT = "absent"
ASLEEP = "asleep"
ABSENT_OR_ASLEEP = "absent or asleep"
"""What is said where the credentials may not read whether it sleeps."""
SLEEPING = "/modelhost/asleep/"
"""Where a state machine writes what an endpoint wakes with."""
FILE, CLOCK, DEMAND = "stack file", "clock", "demand"
"""Who decides which machine serves."""


class EndpointFact(Fact):
    """One endpoint as it stands."""

    key: str
    """Name in the stack file."""
    name: str
    """Name in the cloud."""
    kind: str = str(EndpointKind.REALTIME)
    """What answers behind the name."""
    status: str
    """SageMaker's word, or `absent`, or `asleep` outside of its opening hours."""
    model: str
    """The model, as the stack file names it."""
    version: str | None = None
    """Earlier model that the stack file rolls back to."""
    machine: str | None
    """Machine type that the stack file asks for; none when serverless."""
    size_owner: str = FILE
    """Who decides which machine serves: the stack file, the clock, or demand."""
    live_machine: str | None = None
    """Machine type that serves, or several in order of preference."""
    live_configuration: str | None = None
    """Endpoint configuration that serves, or that it wakes with."""
    current_count: int | None = None
    """Instances that serve now, or provisioned concurrency."""
    desired_count: int | None = None
    """Instances that SageMaker works towards."""
    variants: tuple[VariantFact, ...] = ()
    """What the requests are shared among, the endpoint's own first."""
    components: tuple[ComponentFact, ...] = ()
    """Inference components, the base first."""
    rollout: RolloutFact | None = None
    """An update in flight."""
    arn: str | None = None
    modified: datetime | None = None
    """When SageMaker last changed it."""
    reason: str | None = None
    """Why it failed, in SageMaker's words."""

    @property
    def pending_machine(self) -> bool:
        """Whether another machine serves than the stack file asks for, where that decides."""
        differs = self.live_machine is not None and self.machine is not None and self.live_machine != self.machine
        return differs and self.size_owner == FILE and self.machine not in (self.live_machine or "").split(", ")


def endpoint_fact(cloud: Cloud, key: str, name: str, spec: EndpointSpec) -> EndpointFact:
    """Ask SageMaker about one endpoint."""
    client = cloud.client("sagemaker")
    live = found(client.describe_endpoint, EndpointName=name)
    if live is None:
        return shape(key, name, spec, None, None).model_copy(update=asleep(cloud, name, spec))
    configuration = None
    if live.get("EndpointConfigName"):
        configuration = found(client.describe_endpoint_config, EndpointConfigName=live["EndpointConfigName"])
    fact = shape(key, name, spec, live, configuration)
    if spec.kind is not EndpointKind.COMPONENTS:
        return fact
    return fact.model_copy(update={"components": component_facts(cloud, name)})


def asleep(cloud: Cloud, name: str, spec: EndpointSpec) -> dict[str, Any]:
    """Return what an endpoint that is not there wakes with; nothing when it does not sleep."""
    if spec.scaling.hours is None:
        return {}
    try:
        parameter = found(cloud.client("ssm").get_parameter, Name=SLEEPING + name)
    except ClientError as error:
        if not denied(error):
            raise
        return {"status": ABSENT_OR_ASLEEP}
    if parameter is None:
        return {}
    try:
        plain = json.loads(parameter["Parameter"]["Value"])
    except ValueError:
        plain = {}
    return {"status": ASLEEP, "live_configuration": plain.get("configuration")}


def shape(
    key: str,
    name: str,
    spec: EndpointSpec,
    live: Mapping[str, Any] | None,
    configuration: Mapping[str, Any] | None,
) -> EndpointFact:
    """Put what SageMaker answered next to what the stack file says."""
    asked = {
        "key": key,
        "name": name,
        "kind": str(spec.kind),
        "model": model_words(spec.model),
        "version": spec.version,
        "machine": spec.machine,
        "size_owner": size_owner(spec),
    }
    if live is None:
        return EndpointFact(**asked, status=ABSENT)
    variants = variant_facts(live, configuration or {})
    own = variants[0] if variants else None
    return EndpointFact(
        **asked,
        status=live["EndpointStatus"],
        live_machine=own.machine if own else None,
        live_configuration=live.get("EndpointConfigName"),
        current_count=own.current_count if own else None,
        desired_count=own.desired_count if own else None,
        variants=variants,
        rollout=rollout_fact(live),
        arn=live.get("EndpointArn"),
        modified=live.get("LastModifiedTime"),
        reason=live.get("FailureReason"),
    )


def size_owner(spec: EndpointSpec) -> str:
    """Return who decides which machine serves."""
    chosen = spec.in_force()
    if not chosen.clock_owned_size:
        return FILE
    return CLOCK if chosen.demand_ladder is None else DEMAND


def model_words(model: ModelSpec) -> str:
    """Return the model in a few words."""
    runtime = model.framework or (model.image or "").rpartition("/")[2].partition("@")[0]
    return f"{model.artifact or 'in its image'} ({runtime})" if runtime else str(model.artifact)
