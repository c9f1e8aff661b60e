"""Schedules: one target, started at set times."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import Call, Codec, Prop, Row, Run
from modelhost.provider.table.case import unfit
from modelhost.sandbox.aws.rows.codecs import Moment
from modelhost.sandbox.aws.rows.scheduler.group import NAME

BY_NAME = {"Name": "{name}", "GroupName": "{groupName}"}
DEFAULT_RETRIES = {"maximumEventAgeInSeconds": 86400, "maximumRetryAttempts": 185}


def _decode_target(target: Any) -> Any:
    """The retries that every target has, when nobody asks for others, are not told."""
    plain = unfit(target, None)
    if plain.get("retryPolicy") == DEFAULT_RETRIES:
        del plain["retryPolicy"]
    return plain


def _update(run: Run) -> None:
    """UpdateSchedule sets what it is not told back to its default: tell all."""
    run.call(Call("update_schedule"), list(run.row.properties))


SCHEDULE = Row(
    type="aws:scheduler/schedule:Schedule",
    service="scheduler",
    properties={
        "name": Prop(replace=True),
        "groupName": Prop(replace=True, default="default", pattern=r"[0-9a-zA-Z_.-]{1,64}"),
        "scheduleExpression": Prop(required=True),
        "scheduleExpressionTimezone": Prop(default="UTC"),
        "flexibleTimeWindow": Prop(required=True),
        "target": Prop(required=True, codec=Codec(decode=_decode_target)),
        "state": Prop(default="ENABLED"),
        "description": Prop(),
        "startDate": Prop(codec=Moment()),
        "endDate": Prop(codec=Moment()),
        "kmsKeyArn": Prop(),
        "actionAfterCompletion": Prop(computed=True),
    },
    create=Call("create_schedule"),
    id="{groupName}/{name}",
    read=Call("get_schedule", BY_NAME, auto=False),
    found="@",
    update=_update,
    outputs={"arn": "Arn"},
    delete=(Call("delete_schedule", BY_NAME, auto=False),),
    autoname=("name", NAME),
    unique=("name", "groupName"),
    missing=("ResourceNotFoundException",),
)

ROWS = (SCHEDULE,)
