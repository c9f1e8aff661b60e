"""Alarms on metrics."""

from __future__ import annotations

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import SET, Call, Prop, Row
from modelhost.sandbox.aws.rows.cloudwatch.metric_query import DIMENSIONS, QUERIES
from modelhost.sandbox.aws.rows.tagging import arn_tags

ARN = "arn:{partition}:cloudwatch:{region}:{account_id}:alarm:{id}"

METRIC_ALARM = Row(
    type="aws:cloudwatch/metricAlarm:MetricAlarm",
    service="cloudwatch",
    properties={
        "name": Prop(replace=True, api="AlarmName"),
        "alarmDescription": Prop(),
        "actionsEnabled": Prop(default=True),
        "alarmActions": Prop(codec=SET),
        "okActions": Prop(codec=SET),
        "insufficientDataActions": Prop(codec=SET),
        "metricName": Prop(),
        "namespace": Prop(),
        "statistic": Prop(),
        "extendedStatistic": Prop(),
        "dimensions": Prop(codec=DIMENSIONS),
        "period": Prop(),
        "unit": Prop(),
        "evaluationPeriods": Prop(required=True),
        "datapointsToAlarm": Prop(),
        "threshold": Prop(),
        "thresholdMetricId": Prop(),
        "comparisonOperator": Prop(required=True),
        "treatMissingData": Prop(default="missing", pattern="missing|ignore|breaching|notBreaching"),
        "evaluateLowSampleCountPercentiles": Prop(api="EvaluateLowSampleCountPercentile", computed=True),
        "metricQueries": Prop(api="Metrics", codec=QUERIES),
        "tags": Prop(),
    },
    create=Call("put_metric_alarm"),
    upsert=True,
    id="{name}",
    read=Call("describe_alarms", {"AlarmNames": ["{id}"], "AlarmTypes": ["MetricAlarm"]}),
    found="MetricAlarms[0]",
    outputs={"arn": "AlarmArn"},
    delete=(Call("delete_alarms", {"AlarmNames": ["{id}"]}),),
    tags=arn_tags("ResourceARN", ARN),
    autoname=("name", NameRule(limit=255, refused=r"[^\w .:/#=+@-]")),
    unique=("name",),
    missing=("ResourceNotFound", "ResourceNotFoundException"),
)

ROWS = (METRIC_ALARM,)
