"""Scheduled actions: other bounds at set times."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Codec, Prop, Row
from modelhost.sandbox.aws.rows.appautoscaling.scope import MISSING, SCOPE, SCOPE_PROPERTIES, SERVICE
from modelhost.sandbox.aws.rows.codecs import Moment


def _encode_capacities(action: Any) -> Any:
    """Take capacities as numbers or, as older programs write them, as text."""
    if not isinstance(action, dict):
        return action
    return {name: int(value) if str(value).isdigit() else value for name, value in action.items()}


SCHEDULED_ACTION = Row(
    type="aws:appautoscaling/scheduledAction:ScheduledAction",
    service=SERVICE,
    properties={
        "name": Prop(replace=True, api="ScheduledActionName"),
        **SCOPE_PROPERTIES,
        "scalableTargetAction": Prop(required=True, codec=Codec(encode=_encode_capacities)),
        "schedule": Prop(required=True),
        "timezone": Prop(default="UTC"),
        "startTime": Prop(codec=Moment()),
        "endTime": Prop(codec=Moment()),
    },
    create=Call("put_scheduled_action"),
    upsert=True,
    id="{name}-{serviceNamespace}-{resourceId}",
    read=Call("describe_scheduled_actions", {**SCOPE, "ScheduledActionNames": ["{name}"]}),
    found="ScheduledActions[0]",
    outputs={"arn": "ScheduledActionARN"},
    delete=(Call("delete_scheduled_action", {**SCOPE, "ScheduledActionName": "{name}"}),),
    autoname=("name", NameRule(limit=255)),
    unique=("name", *SCOPE_PROPERTIES),
    missing=MISSING,
)

ROWS = (SCHEDULED_ACTION,)
