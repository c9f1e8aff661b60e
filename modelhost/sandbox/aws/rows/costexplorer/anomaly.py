"""Watches for unusual cost, and who is told."""

from __future__ import annotations

import json
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import SET, Call, Codec, Lookup, Prop, Row, TagStyle
from modelhost.sandbox.aws.rows.expression import expression_codec

SERVICE = "ce"
NAME = NameRule(limit=1024, refused=r"[^\w .:/=+@-]")
TAGS = TagStyle(
    create={"ResourceTags": "{tag_list}"},
    add=Call("tag_resource", {"ResourceArn": "{id}", "ResourceTags": "{tag_list}"}),
    remove=Call("untag_resource", {"ResourceArn": "{id}", "ResourceTagKeys": "{tag_keys}"}),
    read=Lookup(Call("list_tags_for_resource", {"ResourceArn": "{id}"}), {"tags": "ResourceTags"}),
)


def _parsed(text: Any) -> Any:
    """Read an expression, which the official provider takes as JSON, without its empty members."""
    try:
        expression = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return text
    return {key: each for key, each in expression.items() if each is not None} if isinstance(expression, dict) else text


class Specification(Codec):
    """An expression as JSON, compared by its meaning."""

    def __init__(self) -> None:
        super().__init__(encode=_parsed, decode=json.dumps)

    def same(self, old: Any, new: Any) -> bool:
        """Compare what the texts mean."""
        return super().same(_parsed(old), _parsed(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare what the texts mean."""
        return super().covers(_parsed(wanted), _parsed(seen))


MONITOR = Row(
    type="aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    service=SERVICE,
    regional=False,
    properties={
        "name": Prop(api="MonitorName"),
        "monitorType": Prop(replace=True, required=True),
        "monitorDimension": Prop(replace=True),
        "monitorSpecification": Prop(replace=True, codec=Specification()),
        "tags": Prop(),
    },
    create=Call(
        "create_anomaly_monitor",
        {
            "AnomalyMonitor": {
                "MonitorName": "{name}",
                "MonitorType": "{monitorType}",
                "MonitorDimension": "{monitorDimension}",
                "MonitorSpecification": "{monitorSpecification}",
            }
        },
    ),
    id="MonitorArn",
    read=Call("get_anomaly_monitors", {"MonitorArnList": ["{id}"]}),
    found="AnomalyMonitors[0]",
    update=Call("update_anomaly_monitor", {"MonitorArn": "{id}"}),
    outputs={"arn": "MonitorArn"},
    delete=(Call("delete_anomaly_monitor", {"MonitorArn": "{id}"}),),
    tags=TAGS,
    autoname=("name", NAME),
    missing=("UnknownMonitorException",),
)

EXPRESSION = expression_codec("dimension", "costCategory")

SUBSCRIPTION = Row(
    type="aws:costexplorer/anomalySubscription:AnomalySubscription",
    service=SERVICE,
    regional=False,
    properties={
        "name": Prop(replace=True, api="SubscriptionName"),
        "accountId": Prop(computed=True),
        "frequency": Prop(required=True),
        "monitorArnLists": Prop(api="MonitorArnList", required=True),
        "subscribers": Prop(codec=SET, required=True),
        "thresholdExpression": Prop(codec=EXPRESSION, computed=True),
        "tags": Prop(),
    },
    create=Call(
        "create_anomaly_subscription",
        {
            "AnomalySubscription": {
                "SubscriptionName": "{name}",
                "AccountId": "{accountId}",
                "Frequency": "{frequency}",
                "MonitorArnList": "{monitorArnLists}",
                "Subscribers": "{subscribers}",
                "ThresholdExpression": "{thresholdExpression}",
            }
        },
    ),
    id="SubscriptionArn",
    read=Call("get_anomaly_subscriptions", {"SubscriptionArnList": ["{id}"]}),
    found="AnomalySubscriptions[0]",
    update=Call("update_anomaly_subscription", {"SubscriptionArn": "{id}"}),
    outputs={"arn": "SubscriptionArn"},
    delete=(Call("delete_anomaly_subscription", {"SubscriptionArn": "{id}"}),),
    tags=TAGS,
    autoname=("name", NAME),
    missing=("UnknownSubscriptionException",),
)

ROWS = (MONITOR, SUBSCRIPTION)
