"""Alarms and dashboards: what the life stories of all types do not tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox_aws.world import RESOURCES, World

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
METRIC = {"namespace": "AWS/SageMaker", "metricName": "ModelLatency", "period": 60, "statistic": "Average"}
RULE = {"evaluationPeriods": 3, "comparisonOperator": "GreaterThanThreshold", "threshold": 5}


def _query(id: str, **given: Any) -> dict[str, Any]:
    metric = {"namespace": "AWS/SageMaker", "metricName": "Invocations", "period": 60, "stat": "p99.9"}
    return {"id": id, "metric": {**metric, "dimensions": {"EndpointName": "e"}, "unit": "None"}, **given}


BAND: dict[str, Any] = {
    "evaluationPeriods": 2,
    "comparisonOperator": "LessThanLowerThreshold",
    "thresholdMetricId": "band",
    "metricQueries": [
        _query("traffic", returnData=True),
        {"id": "band", "expression": "ANOMALY_DETECTION_BAND(traffic, 3)", "label": "expected", "returnData": True},
    ],
}
MATHS: dict[str, Any] = {
    **RULE,
    "metricQueries": [
        _query("errors"),
        _query("all"),
        {"id": "rate", "expression": "errors / all", "returnData": True},
    ],
}
PLAIN: dict[str, Any] = {
    **RULE,
    **METRIC,
    "dimensions": {"EndpointName": "e", "VariantName": "main"},
    "unit": "Microseconds",
}


def _drift(world: World, type: str, made: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    found = RESOURCES[type].read(world.context, made["id"], inputs, made)
    assert found is not None
    return dict(RESOURCES[type].diff(world.context, made["id"], found[1], found[2], inputs).changed)


def _made(world: World, type: str, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    inputs = world.check(type, given)
    id, outputs = RESOURCES[type].create(world.context, inputs)
    world.made.append((RESOURCES[type], id, outputs))
    return inputs, {**outputs, "id": id}


@pytest.mark.parametrize("given", [PLAIN, MATHS, BAND], ids=["metric", "maths", "band"])
def test_an_alarm_is_imported_as_it_was_made(given: dict[str, Any], empty_world: World) -> None:
    """Every kind of alarm reads back in the program's own words."""
    inputs, made = _made(empty_world, ALARM, given)
    found = RESOURCES[ALARM].read(empty_world.context, made["id"], {}, {})
    assert found is not None
    assert RESOURCES[ALARM].diff(empty_world.context, made["id"], found[1], found[2], inputs).changed == {}


@pytest.mark.parametrize(("before", "after"), [(PLAIN, MATHS), (MATHS, BAND), (BAND, PLAIN)])
def test_an_alarm_becomes_another_kind_in_place(
    before: dict[str, Any], after: dict[str, Any], empty_world: World
) -> None:
    """What the new kind does not have is taken away, and the name stays."""
    inputs, made = _made(empty_world, ALARM, before)
    news = empty_world.check(ALARM, {**after, "name": made["name"]}, inputs)
    assert not RESOURCES[ALARM].diff(empty_world.context, made["id"], inputs, made, news).replace
    RESOURCES[ALARM].update(empty_world.context, made["id"], made, inputs, news)
    assert _drift(empty_world, ALARM, made, news) == {}
    found = RESOURCES[ALARM].read(empty_world.context, made["id"], {}, {})
    assert found is not None
    assert not [
        name for name in (*METRIC, "metricQueries", "thresholdMetricId") if name in found[1].keys() - news.keys()
    ]


def test_the_order_of_queries_and_actions_means_nothing(empty_world: World) -> None:
    """AWS keeps sets."""
    olds = {**MATHS, "alarmActions": ["arn:aws:sns:r:1:a", "arn:aws:sns:r:1:b"]}
    news = {
        **olds,
        "metricQueries": [{**each, "returnData": each["id"] == "rate"} for each in reversed(MATHS["metricQueries"])],
        "alarmActions": list(reversed(olds["alarmActions"])),
    }
    assert RESOURCES[ALARM].diff(empty_world.context, "a", olds, olds, news).changed == {}


def test_a_changed_dimension_is_a_change(empty_world: World) -> None:
    """An alarm that looks at the wrong endpoint is drift."""
    inputs, made = _made(empty_world, ALARM, PLAIN)
    client = empty_world.context.client("cloudwatch")
    client.put_metric_alarm(
        AlarmName=made["name"],
        Namespace="AWS/SageMaker",
        MetricName="ModelLatency",
        Period=60,
        Statistic="Average",
        Unit="Microseconds",
        EvaluationPeriods=3,
        Threshold=5,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="missing",
        Dimensions=[{"Name": "EndpointName", "Value": "other"}, {"Name": "VariantName", "Value": "main"}],
    )
    assert set(_drift(empty_world, ALARM, made, inputs)) == {"dimensions.EndpointName"}


def test_muted_actions_are_drift(empty_world: World) -> None:
    """Whoever mutes an alarm for an update must unmute it, else the next refresh shows it."""
    inputs, made = _made(empty_world, ALARM, PLAIN)
    empty_world.context.client("cloudwatch").disable_alarm_actions(AlarmNames=[made["name"]])
    assert _drift(empty_world, ALARM, made, inputs) == {"actionsEnabled": "update"}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"treatMissingData": "notbreaching"}, "treatMissingData"),
        ({"comparisonOperator": "GreaterThan"}, "comparisonOperator"),
        ({"evaluationPeriods": 0}, "evaluationPeriods"),
    ],
)
def test_what_aws_refuses_is_refused_in_preview(wrong: dict[str, Any], place: str, empty_world: World) -> None:
    """Also what the API's model leaves open."""
    assert [each.property for each in empty_world.failures(ALARM, {**PLAIN, **wrong})[1]] == [place]


def test_a_composite_keeps_its_suppressor(empty_world: World) -> None:
    """The API takes apart what the program writes as one."""
    alarm = _made(empty_world, ALARM, PLAIN)[1]["name"]
    given = {
        "alarmName": "page",
        "alarmRule": f'ALARM("{alarm}")',
        "actionsSuppressor": {"alarm": alarm, "extensionPeriod": 60, "waitPeriod": 120},
    }
    inputs, made = _made(empty_world, COMPOSITE, given)
    assert made["arn"] == "arn:aws:cloudwatch:us-west-2:123456789012:alarm:page"
    assert _drift(empty_world, COMPOSITE, made, inputs) == {}
    news = {name: value for name, value in inputs.items() if name != "actionsSuppressor"}
    RESOURCES[COMPOSITE].update(empty_world.context, made["id"], made, inputs, news)
    assert _drift(empty_world, COMPOSITE, made, news) == {}


def test_a_dashboard_is_compared_by_its_meaning(empty_world: World) -> None:
    """Blanks and the order of keys make no difference; a widget does."""
    widget = {"type": "text", "x": 0, "y": 0, "width": 6, "height": 2, "properties": {"markdown": "# digits"}}
    inputs, made = _made(
        empty_world, DASHBOARD, {"dashboardName": "dev", "dashboardBody": json.dumps({"widgets": [widget]})}
    )
    assert made["dashboardArn"] == "arn:aws:cloudwatch::123456789012:dashboard/dev"
    spaced = {**inputs, "dashboardBody": json.dumps({"widgets": [dict(reversed(widget.items()))]}, indent=2)}
    other = {**inputs, "dashboardBody": json.dumps({"widgets": []})}
    resource = RESOURCES[DASHBOARD]
    assert resource.diff(empty_world.context, "dev", inputs, made, spaced).changed == {}
    assert resource.diff(empty_world.context, "dev", inputs, made, other).changed == {"dashboardBody": "update"}


REPLACING = {ALARM: {"name"}, COMPOSITE: {"alarmName", "actionsEnabled"}, DASHBOARD: {"dashboardName"}}


@pytest.mark.parametrize("type", REPLACING)
def test_only_what_the_official_provider_says_forces_a_replacement(type: str) -> None:
    """Rules and actions change in place."""
    assert RESOURCES[type].row.replace == REPLACING[type]
