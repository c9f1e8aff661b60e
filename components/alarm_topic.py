"""The topic that alarms, budgets and cost anomalies reach people through."""

import json
import re
from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.encryption_key import EncryptionKey
from components.key_policy import topic_key_policy
from components.topic_policy import PUBLISHERS, topic_policy
from modelhost.spec.notify import NotifySpec


class AlarmTopicArgs(TypedDict):
    """What a topic needs."""

    spec: NotifySpec
    """Subscribers; or the ARN of an existing topic, which then has its own key and policy."""
    account: Account
    """Where the topic is."""
    key_deletion_days: int
    """Days between the key's deletion and its end."""
    protect: bool
    """Refuse to delete the key."""


class AlarmTopic(pulumi.ComponentResource):
    """An encrypted SNS topic whose key and policy let its publishers through, and its subscribers."""

    topic_arn: pulumi.Output[str]
    """ARN of the topic; known when publishers are let through."""
    key_arn: pulumi.Output[str] | None
    """KMS key of the topic; none for an existing topic, whose key is not known."""

    def __init__(self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = NotifySpec.model_validate(args["spec"])
        super().__init__("modelhost:index:AlarmTopic", name, {"spec": spec.plain()}, opts)

        if spec.topic_arn is not None:
            self.topic_arn, self.key_arn = pulumi.Output.from_input(spec.topic_arn), None
        else:
            self.topic_arn, self.key_arn = self._topic(name, args)
        self._subscribe(name, spec.emails)
        self.register_outputs({"topic_arn": self.topic_arn})

    def _topic(self, name: str, args: AlarmTopicArgs) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
        """Make the topic with a key of its own: AWS's own key for SNS would let no alarm through."""
        account = Account.model_validate(args["account"])
        child = pulumi.ResourceOptions(parent=self)
        key = EncryptionKey(
            f"{name}-key",
            {
                "description": "Alarms on their way to people",
                "policy": topic_key_policy(account, PUBLISHERS),
                "deletion_days": args["key_deletion_days"],
                "protect": args["protect"],
            },
            child,
        )
        topic = aws.sns.Topic(name, kms_master_key_id=key.key_arn, opts=child)
        policy = aws.sns.TopicPolicy(
            name,
            arn=topic.arn,
            policy=topic.arn.apply(lambda arn: json.dumps(topic_policy(arn, account.id))),
            opts=child,
        )
        return pulumi.Output.all(topic.arn, policy.id).apply(lambda known: str(known[0])), key.key_arn

    def _subscribe(self, name: str, emails: Sequence[str]) -> None:
        """Subscribe addresses; each stays pending until its owner confirms."""
        for email in sorted(set(emails)):
            aws.sns.TopicSubscription(
                f"{name}-{re.sub(r'[^a-z0-9]+', '-', email.lower()).strip('-')}",
                topic=self.topic_arn,
                protocol="email",
                endpoint=email,
                opts=pulumi.ResourceOptions(parent=self),
            )
