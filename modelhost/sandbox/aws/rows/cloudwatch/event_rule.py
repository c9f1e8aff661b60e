"""EventBridge rules on the default bus: which events count."""

from __future__ import annotations

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, Call, Prop, Row
from modelhost.sandbox.aws.rows.tagging import arn_tags

ARN = "arn:{partition}:events:{region}:{account_id}:rule/{name}"
BUS = Prop(replace=True, default="default", pattern="default")
"""The sandbox has the account's own bus only."""
BY_NAME = {"Name": "{name}", "EventBusName": "{eventBusName}"}

RULE = Row(
    type="aws:cloudwatch/eventRule:EventRule",
    service="events",
    properties={
        "name": Prop(replace=True),
        "eventBusName": BUS,
        "eventPattern": Prop(codec=JSON),
        "scheduleExpression": Prop(),
        "description": Prop(),
        "roleArn": Prop(),
        "state": Prop(default="ENABLED"),
        "forceDestroy": Prop(local=True, default=False),
        "tags": Prop(),
    },
    create=Call("put_rule"),
    upsert=True,
    id="{name}",
    read=Call("describe_rule", {"Name": "{id}"}, auto=False),
    found="@",
    outputs={"arn": "Arn"},
    delete=(Call("delete_rule", BY_NAME, auto=False),),
    tags=arn_tags("ResourceARN", ARN),
    autoname=("name", NameRule(limit=64, refused=r"[^0-9A-Za-z_.-]", leading=r"[0-9A-Za-z_.-]")),
    unique=("name", "eventBusName"),
    missing=("ResourceNotFoundException",),
)

ROWS = (RULE,)
