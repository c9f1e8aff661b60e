"""A request to a component without copies: its metric goes up, and the alarm on it goes off."""

from __future__ import annotations

from moto.cloudwatch.models import cloudwatch_backends

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch.alarm_state import enter
from modelhost.sandbox.cloud.record import Record, timestamp

NAMESPACE = "AWS/SageMaker"
COMPONENT_METRIC, COMPONENT_DIMENSION = "NoCapacityInvocationFailures", "InferenceComponentName"
BACKLOG_METRIC, ENDPOINT_DIMENSION = "HasBacklogWithoutCapacity", "EndpointName"
DATA = '{"recentDatapoints": [1.0]}'
REASON = "Threshold Crossed: 1 datapoint [1.0] of {metric} was in the breaching range."
QUIET = "Threshold Crossed: no datapoints were received for 1 period."


def report(cloud: Cloud, region: str, component: str) -> None:
    """Count a request that no copy could answer."""
    crossed(cloud, region, COMPONENT_METRIC, COMPONENT_DIMENSION, component)


def report_backlog(cloud: Cloud, region: str, endpoint: str) -> None:
    """Count a queued request that no instance could take."""
    crossed(cloud, region, BACKLOG_METRIC, ENDPOINT_DIMENSION, endpoint)


def crossed(cloud: Cloud, region: str, metric: str, dimension: str, value: str) -> None:
    """Put a datapoint of 1, and let the alarms that one datapoint sets off go off."""
    dimensions = [{"Name": dimension, "Value": value}]
    moment = timestamp(cloud.now()).replace(tzinfo=None)
    data = [{"MetricName": metric, "Dimensions": dimensions, "Value": 1.0, "Timestamp": moment, "Unit": "Count"}]
    cloudwatch_backends[ACCOUNT_ID][region].put_metric_data(NAMESPACE, data)
    for (where, _), alarm in list(cloud.shelf(ALARMS).items()):
        if where != region or not _watches(alarm, metric, dimensions):
            continue
        if _quiet(alarm, cloud.now()):
            enter(alarm, "OK", QUIET, region, cloud)
        if alarm.fields.get("StateValue") != "ALARM":
            enter(alarm, "ALARM", REASON.format(metric=metric), region, cloud, DATA)


def _watches(alarm: Record, metric: str, dimensions: list[dict[str, str]]) -> bool:
    fields = alarm.fields
    if fields.get("MetricName") != metric or fields.get("Dimensions") != dimensions:
        return False
    threshold, operator = float(fields["Threshold"]), fields["ComparisonOperator"]
    over = threshold <= 1 if operator == "GreaterThanOrEqualToThreshold" else threshold < 1
    return over and operator.startswith("GreaterThan")


def _quiet(alarm: Record, now: float) -> bool:
    """Tell whether an alarm that went off has seen a period without a datapoint since."""
    since = float(alarm.fields.get("StateUpdatedTimestamp") or now)
    return alarm.fields.get("StateValue") == "ALARM" and now - since > float(alarm.fields.get("Period", 60))
