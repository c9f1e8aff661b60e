"""Groups of schedules, which carry the tags."""

from __future__ import annotations

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Prop, Row
from modelhost.sandbox.aws.rows.tagging import arn_tags

NAME = NameRule(limit=64, refused=r"[^0-9A-Za-z_.-]", leading=r"[0-9A-Za-z_.-]")
ARN = "arn:{partition}:scheduler:{region}:{account_id}:schedule-group/{name}"
BY_NAME = {"Name": "{name}"}

GROUP = Row(
    type="aws:scheduler/scheduleGroup:ScheduleGroup",
    service="scheduler",
    properties={"name": Prop(replace=True), "tags": Prop()},
    create=Call("create_schedule_group"),
    id="{name}",
    read=Call("get_schedule_group", BY_NAME, auto=False),
    found="@",
    outputs={
        "arn": "Arn",
        "state": "State",
        "creationDate": "to_string(CreationDate)",
        "lastModificationDate": "to_string(LastModificationDate)",
    },
    volatile=frozenset({"lastModificationDate"}),
    delete=(Call("delete_schedule_group", BY_NAME, auto=False),),
    tags=arn_tags("ResourceArn", ARN),
    autoname=("name", NAME),
    unique=("name",),
    missing=("ResourceNotFoundException",),
    wait_gone=True,
)

ROWS = (GROUP,)
