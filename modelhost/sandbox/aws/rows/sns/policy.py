"""Who may publish to a topic."""

from __future__ import annotations

import json

from modelhost.provider.table import JSON, Call, Prop, Row, Run

OWNERS_ACTIONS = (
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
)


def default_policy(topic_arn: str, owner: str) -> str:
    """Return the policy that a new topic has: all for its owner."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{each}" for each in OWNERS_ACTIONS],
        "Resource": topic_arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": owner}},
    }
    return json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})


def _reset(run: Run) -> None:
    """A topic is never without a policy: put back the one it was made with."""
    arn = str(run.scope.id)
    policy = default_policy(arn, arn.split(":")[4])
    run.client().set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)


TOPIC_POLICY = Row(
    type="aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    properties={
        "arn": Prop(replace=True, required=True, read="TopicArn"),
        "policy": Prop(codec=JSON, required=True),
    },
    create=Call(
        "set_topic_attributes",
        {"TopicArn": "{arn}", "AttributeName": "Policy", "AttributeValue": "{policy}"},
        auto=False,
    ),
    upsert=True,
    id="{arn}",
    read=Call("get_topic_attributes", {"TopicArn": "{id}"}),
    found="Attributes",
    outputs={"owner": "Owner"},
    delete=(_reset,),
    unique=("arn",),
    missing=("NotFound", "NotFoundException"),
)

ROWS = (TOPIC_POLICY,)
