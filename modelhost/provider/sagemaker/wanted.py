"""What an endpoint is to become, as one value that every step of an update can read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.ownership import own_tags
from modelhost.provider.sagemaker.rollout.deployment import deployment_request, rollback_alarms

REALTIME, COMPONENTS, SERVERLESS = "realtime", "components", "serverless"
FOREIGN_COUNTS = frozenset({COMPONENTS, SERVERLESS})
"""Kinds whose instances SageMaker itself adds and removes."""


@dataclass(frozen=True)
class Update:
    """What an endpoint is to become."""

    endpoint: str
    config: str
    alarms: tuple[str, ...] = ()
    """Alarms that must not speak of our own update."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """All tags, for an endpoint that has to be created again."""
    kind: str = REALTIME
    deployment: Mapping[str, Any] = field(default_factory=dict)
    """SageMaker's DeploymentConfig; empty for its default."""
    rollback_alarms: tuple[str, ...] = ()
    """Alarms that undo the update."""

    @property
    def owns_counts(self) -> bool:
        """Whether the instances are somebody's to keep, and not SageMaker's own."""
        return self.kind not in FOREIGN_COUNTS


def wanted(inputs: Properties, config: str, urn: str) -> Update:
    """The program's inputs with the configuration that is to be live."""
    return Update(
        endpoint=inputs["name"],
        config=config,
        alarms=tuple(inputs.get("alarmNames") or ()),
        tags={**(inputs.get("tags") or {}), **own_tags(inputs["name"], urn)},
        kind=inputs.get("kind") or REALTIME,
        deployment=deployment_request(inputs.get("deploymentConfig")),
        rollback_alarms=rollback_alarms(inputs.get("deploymentConfig")),
    )
