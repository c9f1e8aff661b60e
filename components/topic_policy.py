"""Who may publish to the alarm topic: alarms, budgets and cost anomalies of this account."""

from components.policy_document import Document, allow, document

PUBLISHERS = ("cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com")


def topic_policy(topic_arn: str, account_id: str) -> Document:
    """Return the topic's policy: each publisher by name, and only on behalf of this account."""
    return document(
        *(
            allow(
                f"Publish{service.partition('.')[0].capitalize()}",
                ["sns:Publish"],
                [topic_arn],
                principal={"Service": service},
                condition={"StringEquals": {"aws:SourceAccount": account_id}},
            )
            for service in PUBLISHERS
        )
    )
