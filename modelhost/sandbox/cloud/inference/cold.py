"""A request that nothing can answer now: its metric goes up, and the alarm on it goes off."""

from __future__ import annotations

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch.crossing import crossed

NAMESPACE = "AWS/SageMaker"
COMPONENT_METRIC, COMPONENT_DIMENSION = "NoCapacityInvocationFailures", "InferenceComponentName"
BACKLOG_METRIC, ENDPOINT_DIMENSION = "HasBacklogWithoutCapacity", "EndpointName"


def report(cloud: Cloud, region: str, component: str) -> None:
    """Count a request that no copy could answer."""
    crossed(cloud, region, NAMESPACE, COMPONENT_METRIC, {COMPONENT_DIMENSION: component})


def report_backlog(cloud: Cloud, region: str, endpoint: str) -> None:
    """Count a queued request that no instance could take."""
    crossed(cloud, region, NAMESPACE, BACKLOG_METRIC, {ENDPOINT_DIMENSION: endpoint})
