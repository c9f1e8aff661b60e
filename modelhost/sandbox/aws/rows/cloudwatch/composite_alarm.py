"""Alarms on alarms."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import SET, Call, Prop, Row
from modelhost.provider.wire import UNKNOWN
from modelhost.sandbox.aws.rows.cloudwatch.metric_alarm import ARN
from modelhost.sandbox.aws.rows.tagging import arn_tags

SUPPRESSOR = {
    "ActionsSuppressor": "alarm",
    "ActionsSuppressorExtensionPeriod": "extensionPeriod",
    "ActionsSuppressorWaitPeriod": "waitPeriod",
}


def _part(of: str) -> Any:
    """Return the template of one parameter of the suppressor, which the API takes apart."""

    def part(values: Any) -> Any:
        suppressor = values("actionsSuppressor")
        return suppressor if suppressor in (None, UNKNOWN) else suppressor.get(of)

    return part


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
            read=f"ActionsSuppressor && {{{', '.join(f'{name}: {api}' for api, name in SUPPRESSOR.items())}}}"
        ),
        "tags": Prop(),
    },
    create=Call("put_composite_alarm", {api: _part(name) for api, name in SUPPRESSOR.items()}),
    upsert=True,
    id="{alarmName}",
    read=Call("describe_alarms", {"AlarmNames": ["{id}"], "AlarmTypes": ["CompositeAlarm"]}),
    found="CompositeAlarms[0]",
    outputs={"arn": "AlarmArn"},
    delete=(Call("delete_alarms", {"AlarmNames": ["{id}"]}),),
    tags=arn_tags("ResourceARN", ARN),
    unique=("alarmName",),
    missing=("ResourceNotFound", "ResourceNotFoundException"),
)

ROWS = (COMPOSITE_ALARM,)
