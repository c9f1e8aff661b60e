"""Cost anomaly detection and cost allocation tags."""

from __future__ import annotations

import json
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.resource import ProviderError
from modelhost.provider.table import SET, Call, Lookup, Prop, Row, Run, Step, TagStyle
from modelhost.provider.table.codec import Json
from modelhost.sandbox.aws.rows.expression import expression_codec

NAME = NameRule(limit=1024, refused=r"[^\S ]")
TAGS = TagStyle(
    create={"ResourceTags": "{tag_list}"},
    add=Call("tag_resource", {"ResourceArn": "{id}", "ResourceTags": "{tag_list}"}, auto=False),
    remove=Call("untag_resource", {"ResourceArn": "{id}", "ResourceTagKeys": "{tag_keys}"}, auto=False),
    read=Lookup(Call("list_tags_for_resource", {"ResourceArn": "{id}"}), {"tags": "ResourceTags"}),
)


def _parsed(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text


MONITOR = Row(
    type="aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    service="ce",
    regional=False,
    properties={
        "name": Prop(api="MonitorName"),
        "monitorType": Prop(replace=True, required=True),
        "monitorDimension": Prop(replace=True),
        "monitorSpecification": Prop(replace=True, codec=Json(encode=_parsed, decode=json.dumps)),
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
        auto=False,
    ),
    id="MonitorArn",
    read=Call("get_anomaly_monitors", {"MonitorArnList": ["{id}"]}),
    found="AnomalyMonitors[0]",
    steps=(Step(("name",), Call("update_anomaly_monitor", {"MonitorArn": "{id}"}), at_creation=False),),
    outputs={"arn": "MonitorArn"},
    delete=(Call("delete_anomaly_monitor", {"MonitorArn": "{id}"}),),
    tags=TAGS,
    autoname=("name", NAME),
    missing=("UnknownMonitorException", "ResourceNotFoundException"),
)

SUBSCRIPTION_PARAMS = {
    "Subscribers": "{subscribers}",
    "Frequency": "{frequency}",
    "MonitorArnList": "{monitorArnLists}",
    "ThresholdExpression": "{thresholdExpression}",
}

SUBSCRIPTION = Row(
    type="aws:costexplorer/anomalySubscription:AnomalySubscription",
    service="ce",
    regional=False,
    properties={
        "name": Prop(replace=True, api="SubscriptionName"),
        "frequency": Prop(required=True),
        "monitorArnLists": Prop(required=True, codec=SET, api="MonitorArnList"),
        "subscribers": Prop(
            required=True,
            codec=type(SET)(
                decode=lambda given: [{"address": each["Address"], "type": each["Type"]} for each in given]
            ),
        ),
        "thresholdExpression": Prop(computed=True, codec=expression_codec("dimension", "costCategory")),
        "accountId": Prop(replace=True, computed=True),
        "tags": Prop(),
    },
    create=Call(
        "create_anomaly_subscription",
        {
            "AnomalySubscription": SUBSCRIPTION_PARAMS | {"SubscriptionName": "{name}", "AccountId": "{accountId}"},
        },
        auto=False,
    ),
    id="SubscriptionArn",
    read=Call("get_anomaly_subscriptions", {"SubscriptionArnList": ["{id}"]}),
    found="AnomalySubscriptions[0]",
    update=Call("update_anomaly_subscription", {"SubscriptionArn": "{id}", **SUBSCRIPTION_PARAMS}, auto=False),
    outputs={"arn": "SubscriptionArn"},
    delete=(Call("delete_anomaly_subscription", {"SubscriptionArn": "{id}"}),),
    tags=TAGS,
    autoname=("name", NAME),
    missing=("UnknownSubscriptionException", "ResourceNotFoundException"),
)


def _status(run: Run, status: str) -> None:
    """Cost Explorer reports refusals inside a successful answer."""
    entry = {"TagKey": run.scope("tagKey"), "Status": status}
    answer = run.client().update_cost_allocation_tags_status(CostAllocationTagsStatus=[entry])
    for error in answer.get("Errors", ()):
        raise ProviderError(f"UpdateCostAllocationTagsStatus: {error['Code']}: {error['Message']}")


ALLOCATION_TAG = Row(
    type="aws:costexplorer/costAllocationTag:CostAllocationTag",
    service="ce",
    regional=False,
    properties={"tagKey": Prop(replace=True, required=True), "status": Prop(required=True)},
    create=lambda run: _status(run, run.scope("status")),
    checks=(
        Call(
            "update_cost_allocation_tags_status",
            {"CostAllocationTagsStatus": [{"TagKey": "{tagKey}", "Status": "{status}"}]},
        ),
    ),
    upsert=True,
    id="{tagKey}",
    read=Call("list_cost_allocation_tags", {"TagKeys": ["{tagKey}"]}, auto=False),
    found="CostAllocationTags[0]",
    outputs={"type": "Type"},
    delete=(lambda run: _status(run, "Inactive"),),
    unique=("tagKey",),
)

ROWS = (MONITOR, SUBSCRIPTION, ALLOCATION_TAG)
