"""A datapoint of 1 that AWS itself puts, and the alarms that one such datapoint sets off."""

from __future__ import annotations

from moto.cloudwatch.models import cloudwatch_backends

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch.alarm_state import enter
from modelhost.sandbox.cloud.record import Record, timestamp

DATA = '{"recentDatapoints": [1.0]}'
REASON = "Threshold Crossed: 1 datapoint [1.0] of {metric} was in the breaching range."
QUIET = "Threshold Crossed: no datapoints were received for 1 period."


def crossed(cloud: Cloud, region: str, namespace: str, metric: str, named: dict[str, str]) -> None:
    """Put a datapoint of 1, and let the alarms that one datapoint sets off go off."""
    dimensions = [{"Name": name, "Value": value} for name, value in named.items()]
    moment = timestamp(cloud.now()).replace(tzinfo=None)
    data = [{"MetricName": metric, "Dimensions": dimensions, "Value": 1.0, "Timestamp": moment, "Unit": "Count"}]
    cloudwatch_backends[ACCOUNT_ID][region].put_metric_data(namespace, data)
    for (where, _), alarm in list(cloud.shelf(ALARMS).items()):
        if where != region or not _watches(alarm, namespace, metric, named):
            continue
        if _quiet(alarm, cloud.now()):
            enter(alarm, "OK", QUIET, region, cloud)
        if alarm.fields.get("StateValue") != "ALARM":
            enter(alarm, "ALARM", REASON.format(metric=metric), region, cloud, DATA)


def _watches(alarm: Record, namespace: str, metric: str, named: dict[str, str]) -> bool:
    fields = alarm.fields
    if (fields.get("Namespace"), fields.get("MetricName")) != (namespace, metric):
        return False
    if {one["Name"]: one["Value"] for one in fields.get("Dimensions", [])} != named:
        return False
    if int(fields.get("DatapointsToAlarm", fields["EvaluationPeriods"])) > 1:
        return False
    threshold, operator = float(fields["Threshold"]), fields["ComparisonOperator"]
    over = threshold <= 1 if operator == "GreaterThanOrEqualToThreshold" else threshold < 1
    return over and operator.startswith("GreaterThan")


def _quiet(alarm: Record, now: float) -> bool:
    """Tell whether an alarm that went off has seen a period without a datapoint since."""
    since = float(alarm.fields.get("StateUpdatedTimestamp") or now)
    return alarm.fields.get("StateValue") == "ALARM" and now - since > float(alarm.fields.get("Period", 60))
