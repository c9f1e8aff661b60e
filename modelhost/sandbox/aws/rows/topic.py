"""Notification topics, their policy and their subscribers."""

from __future__ import annotations

import json
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, Call, Codec, Prop, Row, Run, Step
from modelhost.sandbox.aws.rows.tagging import arn_tags

BY_ARN = {"TopicArn": "{id}"}


def _api(property: str) -> str:
    return f"{property[0].upper()}{property[1:]}"


def _attribute(operation: str, subject: str, property: str) -> Step:
    """SNS changes one attribute per call, and an empty text unsets it."""
    params = {subject: "{id}", "AttributeName": _api(property)}
    return Step(
        (property,),
        Call(operation, params | {"AttributeValue": f"{{{property}}}"}, auto=False),
        unset=Call(operation, params | {"AttributeValue": ""}, auto=False),
        at_creation=False,
    )


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


FLAG = Codec(encode=_written, decode=lambda value: str(value).lower() == "true")
NUMBER = Codec(encode=_written, decode=int)

TOPIC_ATTRIBUTES = {
    "displayName": Prop(),
    "kmsMasterKeyId": Prop(),
    "policy": Prop(codec=JSON, computed=True),
    "deliveryPolicy": Prop(codec=JSON),
    "signatureVersion": Prop(codec=NUMBER, computed=True),
    "tracingConfig": Prop(computed=True),
}

TOPIC = Row(
    type="aws:sns/topic:Topic",
    service="sns",
    properties={"name": Prop(replace=True, read=""), **TOPIC_ATTRIBUTES, "tags": Prop()},
    create=Call("create_topic", {"Attributes": {_api(name): f"{{{name}}}" for name in TOPIC_ATTRIBUTES}}),
    id="TopicArn",
    read=Call("get_topic_attributes", BY_ARN),
    found="Attributes",
    steps=tuple(_attribute("set_topic_attributes", "TopicArn", name) for name in TOPIC_ATTRIBUTES),
    outputs={"arn": "TopicArn", "owner": "Owner"},
    delete=(Call("delete_topic", BY_ARN),),
    tags=arn_tags("ResourceArn", "{id}"),
    autoname=("name", NameRule(limit=256, refused=r"[^0-9A-Za-z_-]", leading=r"[0-9A-Za-z_-]")),
    unique=("name",),
    missing=("NotFound", "NotFoundException"),
    import_id="arn:{partition}:sns:{region}:{account_id}:{name}",
)

OPEN_TO_OWNER = (
    "SNS:GetTopicAttributes",
    "SNS:SetTopicAttributes",
    "SNS:AddPermission",
    "SNS:RemovePermission",
    "SNS:DeleteTopic",
    "SNS:Subscribe",
    "SNS:ListSubscriptionsByTopic",
    "SNS:Publish",
)


def _default_policy(run: Run) -> None:
    """A topic always has a policy: without ours, the one that AWS starts with."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": list(OPEN_TO_OWNER),
        "Resource": run.scope.id,
        "Condition": {"StringEquals": {"AWS:SourceOwner": run.context.account_id}},
    }
    policy = json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})
    run.client().set_topic_attributes(TopicArn=run.scope.id, AttributeName="Policy", AttributeValue=policy)


TOPIC_POLICY = Row(
    type="aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    properties={
        "arn": Prop(replace=True, required=True, api="TopicArn"),
        "policy": Prop(codec=JSON, required=True),
    },
    create=Call("set_topic_attributes", {"AttributeName": "Policy", "AttributeValue": "{policy}"}),
    upsert=True,
    id="{arn}",
    read=Call("get_topic_attributes", {"TopicArn": "{id}"}, auto=False),
    found="Attributes",
    outputs={"owner": "Owner"},
    delete=(_default_policy,),
    unique=("arn",),
    missing=("NotFound", "NotFoundException"),
)

SUBSCRIPTION_ATTRIBUTES = {
    "deliveryPolicy": Prop(codec=JSON),
    "filterPolicy": Prop(codec=JSON),
    "filterPolicyScope": Prop(computed=True),
    "rawMessageDelivery": Prop(codec=FLAG, default=False),
    "redrivePolicy": Prop(codec=JSON),
    "subscriptionRoleArn": Prop(),
}

SUBSCRIPTION = Row(
    type="aws:sns/topicSubscription:TopicSubscription",
    service="sns",
    properties={
        "topic": Prop(replace=True, required=True, api="TopicArn"),
        "protocol": Prop(replace=True, required=True),
        "endpoint": Prop(replace=True, required=True),
        **SUBSCRIPTION_ATTRIBUTES,
    },
    create=Call(
        "subscribe",
        {
            "ReturnSubscriptionArn": True,
            "Attributes": {_api(name): f"{{{name}}}" for name in SUBSCRIPTION_ATTRIBUTES},
        },
    ),
    id="SubscriptionArn",
    read=Call("get_subscription_attributes", {"SubscriptionArn": "{id}"}),
    found="Attributes",
    steps=tuple(_attribute("set_subscription_attributes", "SubscriptionArn", name) for name in SUBSCRIPTION_ATTRIBUTES),
    outputs={"arn": "SubscriptionArn", "ownerId": "Owner", "pendingConfirmation": "PendingConfirmation == 'true'"},
    delete=(Call("unsubscribe", {"SubscriptionArn": "{id}"}),),
    missing=("NotFound", "NotFoundException"),
)

ROWS = (TOPIC, TOPIC_POLICY, SUBSCRIPTION)
