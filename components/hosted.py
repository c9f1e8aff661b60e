"""What stands when an endpoint is hosted, whatever its kind: all that scaling, outputs and dashboards build on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi


@dataclass(frozen=True)
class Hosted:
    """One hosted endpoint."""

    endpoint_name: pulumi.Output[str]
    """Name of the endpoint; known when it serves."""
    endpoint_arn: pulumi.Output[str]
    """ARN of the endpoint."""
    invocation_url: pulumi.Output[str]
    """URL that answers signed requests."""
    variant_name: str
    """Its one variant that scales."""
    configuration_names: Mapping[str, pulumi.Output[str]]
    """Configurations by machine type: one per size where a clock or an alarm owns the size, else the machine's only;
    by the empty name without a machine."""
    alarm_names: pulumi.Output[Sequence[str]]
    """Names of the alarms that notify."""
    invoker_policy_json: pulumi.Output[str]
    """IAM policy that lets a caller invoke this endpoint and nothing else."""
    component_name: pulumi.Output[str] | None = None
    """Inference component whose copies scale, known when it serves; only of the kind `components`."""
    adapter_names: Mapping[str, pulumi.Output[str]] = field(default_factory=dict)
    """Inference components of the adapters, by their key."""
