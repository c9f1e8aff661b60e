"""Log groups."""

from __future__ import annotations

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Lookup, Prop, Row, Step, TagStyle

BY_NAME = {"logGroupName": "{name}"}
ARN = "arn:{partition}:logs:{region}:{account_id}:log-group:{name}"
TAGS = TagStyle(
    create={"tags": "{tag_map}"},
    add=Call("tag_resource", {"resourceArn": ARN, "tags": "{tag_map}"}, auto=False),
    remove=Call("untag_resource", {"resourceArn": ARN, "tagKeys": "{tag_keys}"}, auto=False),
    read=Lookup(Call("list_tags_for_resource", {"resourceArn": ARN}), {"tags": "tags"}),
)

LOG_GROUP = Row(
    type="aws:cloudwatch/logGroup:LogGroup",
    service="logs",
    properties={
        "name": Prop(replace=True, api="logGroupName"),
        "kmsKeyId": Prop(),
        "logGroupClass": Prop(replace=True, computed=True),
        "retentionInDays": Prop(),
        "skipDestroy": Prop(local=True, default=False),
        "tags": Prop(),
    },
    create=Call("create_log_group"),
    id="{name}",
    read=Call("describe_log_groups", {"logGroupNamePrefix": "{name}"}, auto=False),
    found="logGroups[?logGroupName=='{name}'] | [0]",
    steps=(
        Step(
            ("retentionInDays",),
            Call("put_retention_policy", BY_NAME),
            unset=Call("delete_retention_policy", BY_NAME),
        ),
        Step(
            ("kmsKeyId",),
            Call("associate_kms_key", BY_NAME),
            unset=Call("disassociate_kms_key", BY_NAME),
            at_creation=False,
        ),
    ),
    outputs={"arn": ARN},
    delete=(Call("delete_log_group", BY_NAME, auto=False),),
    tags=TAGS,
    autoname=("name", NameRule(limit=512, refused=r"[^.\-_/#A-Za-z0-9]", leading=r"[.\-_/#A-Za-z0-9]")),
    unique=("name",),
    missing=("ResourceNotFoundException",),
    retain="skipDestroy",
)

ROWS = (LOG_GROUP,)
