"""CloudWatch alarms and dashboards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, SET, Call, Codec, Pairs, Prop, Row
from modelhost.provider.table.case import camel
from modelhost.provider.table.template import Values
from modelhost.sandbox.aws.rows.tagging import arn_tags

NAME = NameRule(limit=255, refused=r"[^\w .:/#=+@-]")
DIMENSIONS = Pairs("Name", "Value")
METRIC = ("metricName", "namespace")


def _encode_query(query: dict[str, Any]) -> dict[str, Any]:
    """The official provider keeps period, statistic and unit beside the metric; AWS keeps them in MetricStat."""
    encoded = {key: value for key, value in query.items() if key != "metric"}
    metric = query.get("metric")
    if metric:
        dimensions = metric.get("dimensions")
        encoded["metricStat"] = {
            "metric": {key: metric[key] for key in METRIC if key in metric}
            | ({"dimensions": DIMENSIONS.to_api(dimensions)} if dimensions else {}),
            **{key: metric[key] for key in ("period", "stat", "unit") if metric.get(key)},
        }
    return encoded


def _decode_query(query: dict[str, Any]) -> dict[str, Any]:
    decoded = {camel(key): value for key, value in query.items() if key != "MetricStat" and value is not None}
    stat = query.get("MetricStat")
    if stat:
        metric = stat["Metric"]
        dimensions = DIMENSIONS.from_api(metric.get("Dimensions") or [])
        decoded["metric"] = (
            {camel(key): value for key, value in metric.items() if key != "Dimensions"}
            | {camel(key): value for key, value in stat.items() if key != "Metric"}
            | ({"dimensions": dimensions} if dimensions else {})
        )
    return decoded


class Queries(Codec):
    """Metric queries; their order means nothing, and ReturnData is false when not said."""

    def __init__(self) -> None:
        super().__init__(
            encode=lambda given: [_encode_query(each) for each in given],
            decode=lambda given: [_decode_query(each) for each in given],
        )

    def same(self, old: Any, new: Any) -> bool:
        """Compare by id."""
        return super().same(_by_id(old), _by_id(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare by id."""
        return super().covers(_by_id(wanted), _by_id(seen))


def _by_id(queries: Any) -> Any:
    if not isinstance(queries, list):
        return queries
    return sorted(({"returnData": False} | each for each in queries), key=lambda each: str(each.get("id")))


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
        "treatMissingData": Prop(default="missing"),
        "evaluateLowSampleCountPercentiles": Prop(api="EvaluateLowSampleCountPercentile", computed=True),
        "metricQueries": Prop(api="Metrics", codec=Queries()),
        "tags": Prop(),
    },
    create=Call("put_metric_alarm"),
    upsert=True,
    id="{name}",
    read=Call("describe_alarms", {"AlarmNames": ["{name}"], "AlarmTypes": ["MetricAlarm"]}, auto=False),
    found="MetricAlarms[0]",
    outputs={"arn": "AlarmArn"},
    delete=(Call("delete_alarms", {"AlarmNames": ["{name}"]}, auto=False),),
    tags=arn_tags("ResourceARN", "arn:{partition}:cloudwatch:{region}:{account_id}:alarm:{name}"),
    autoname=("name", NAME),
    unique=("name",),
    missing=("ResourceNotFound",),
)


def _suppressor(key: str) -> Callable[[Values], Any]:
    return lambda values: (values("actionsSuppressor") or {}).get(key)


COMPOSITE_ALARM = Row(
    type="aws:cloudwatch/compositeAlarm:CompositeAlarm",
    service="cloudwatch",
    properties={
        "alarmName": Prop(replace=True, required=True),
        "alarmRule": Prop(required=True),
        "alarmDescription": Prop(),
        "actionsEnabled": Prop(default=True, replace=True),
        "alarmActions": Prop(codec=SET),
        "okActions": Prop(codec=SET),
        "insufficientDataActions": Prop(codec=SET),
        "actionsSuppressor": Prop(
            read="ActionsSuppressor && {alarm: ActionsSuppressor, extensionPeriod: ActionsSuppressorExtensionPeriod,"
            " waitPeriod: ActionsSuppressorWaitPeriod}",
        ),
        "tags": Prop(),
    },
    create=Call(
        "put_composite_alarm",
        {
            "ActionsSuppressor": _suppressor("alarm"),
            "ActionsSuppressorExtensionPeriod": _suppressor("extensionPeriod"),
            "ActionsSuppressorWaitPeriod": _suppressor("waitPeriod"),
        },
    ),
    upsert=True,
    id="{alarmName}",
    read=Call("describe_alarms", {"AlarmNames": ["{alarmName}"], "AlarmTypes": ["CompositeAlarm"]}, auto=False),
    found="CompositeAlarms[0]",
    outputs={"arn": "AlarmArn"},
    delete=(Call("delete_alarms", {"AlarmNames": ["{alarmName}"]}, auto=False),),
    tags=arn_tags("ResourceARN", "arn:{partition}:cloudwatch:{region}:{account_id}:alarm:{alarmName}"),
    unique=("alarmName",),
    missing=("ResourceNotFound",),
)

DASHBOARD = Row(
    type="aws:cloudwatch/dashboard:Dashboard",
    service="cloudwatch",
    properties={
        "dashboardName": Prop(replace=True, required=True, pattern=r"[A-Za-z0-9_-]{1,255}"),
        "dashboardBody": Prop(codec=JSON, required=True),
    },
    create=Call("put_dashboard"),
    upsert=True,
    id="{dashboardName}",
    read=Call("get_dashboard", {"DashboardName": "{dashboardName}"}, auto=False),
    found="@",
    outputs={"dashboardArn": "DashboardArn"},
    delete=(Call("delete_dashboards", {"DashboardNames": ["{dashboardName}"]}, auto=False),),
    unique=("dashboardName",),
    missing=("ResourceNotFound", "DashboardNotFoundError"),
)

ROWS = (METRIC_ALARM, COMPOSITE_ALARM, DASHBOARD)
