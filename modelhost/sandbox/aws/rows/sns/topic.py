"""Notification topics."""

from __future__ import annotations

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, Call, Prop, Row
from modelhost.sandbox.aws.rows.codecs import COUNT, FLAG
from modelhost.sandbox.aws.rows.sns.attribute import attribute_name, attribute_steps
from modelhost.sandbox.aws.rows.tagging import arn_tags

ARN = "arn:{partition}:sns:{region}:{account_id}:{name}"
AT_CREATION = {
    "fifoTopic": Prop(codec=FLAG, default=False, replace=True, read="FifoTopic || 'false'"),
}
ATTRIBUTES = {
    "displayName": Prop(),
    "kmsMasterKeyId": Prop(),
    "policy": Prop(codec=JSON, computed=True),
    "deliveryPolicy": Prop(codec=JSON),
    "signatureVersion": Prop(codec=COUNT, computed=True),
    "tracingConfig": Prop(computed=True),
    "contentBasedDeduplication": Prop(codec=FLAG, default=False, read="ContentBasedDeduplication || 'false'"),
}

TOPIC = Row(
    type="aws:sns/topic:Topic",
    service="sns",
    properties={
        "name": Prop(replace=True, read="", pattern=r"[\w-]{1,256}|[\w-]{1,251}\.fifo"),
        **AT_CREATION,
        **ATTRIBUTES,
        "tags": Prop(),
    },
    create=Call(
        "create_topic",
        {"Attributes": lambda values: {"FifoTopic": "true"} if values("fifoTopic") == "true" else None},
    ),
    id=ARN,
    read=Call("get_topic_attributes", {"TopicArn": "{id}"}),
    found="Attributes",
    steps=attribute_steps("set_topic_attributes", "TopicArn", ATTRIBUTES),
    outputs={"arn": "TopicArn", "owner": "Owner", "beginningArchiveTime": attribute_name("beginningArchiveTime")},
    delete=(Call("delete_topic", {"TopicArn": "{id}"}),),
    tags=arn_tags("ResourceArn", "{id}"),
    autoname=("name", NameRule(limit=256, refused=r"[^\w-]", leading=r"[\w-]")),
    unique=("name",),
    missing=("NotFound", "NotFoundException"),
)

ROWS = (TOPIC,)
