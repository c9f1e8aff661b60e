"""Who a topic tells."""

from __future__ import annotations

from modelhost.provider.table import JSON, Call, Prop, Row, Run
from modelhost.provider.table.run import error_code
from modelhost.sandbox.aws.rows.codecs import FLAG
from modelhost.sandbox.aws.rows.sns.attribute import attribute_name, attribute_steps

PROTOCOLS = "sqs|sms|lambda|firehose|application|email|email-json|http|https"
EMPTY_JSON = "{}"
CLEARED_BY_EMPTY_JSON = {
    "filterPolicy": Prop(codec=JSON, read=f"FilterPolicy != '{EMPTY_JSON}' && FilterPolicy || null"),
}
ATTRIBUTES = {
    "filterPolicyScope": Prop(computed=True),
    "rawMessageDelivery": Prop(codec=FLAG, default=False),
    "deliveryPolicy": Prop(codec=JSON),
    "redrivePolicy": Prop(codec=JSON),
    "replayPolicy": Prop(codec=JSON),
    "subscriptionRoleArn": Prop(),
}
SET = "set_subscription_attributes"


def _unsubscribe(run: Run) -> None:
    """Unsubscribe; what nobody confirmed cannot be unsubscribed and expires by itself."""
    try:
        run.client().unsubscribe(SubscriptionArn=run.scope.id)
    except Exception as error:
        if error_code(error) != "InvalidParameter" or "pending confirmation" not in str(error):
            raise


TOPIC_SUBSCRIPTION = Row(
    type="aws:sns/topicSubscription:TopicSubscription",
    service="sns",
    properties={
        "topic": Prop(replace=True, required=True, api="TopicArn"),
        "protocol": Prop(replace=True, required=True, pattern=PROTOCOLS),
        "endpoint": Prop(replace=True, required=True),
        **CLEARED_BY_EMPTY_JSON,
        **ATTRIBUTES,
        "endpointAutoConfirms": Prop(local=True, default=False),
        "confirmationTimeoutInMinutes": Prop(local=True, default=1),
    },
    create=Call("subscribe", {"ReturnSubscriptionArn": True}),
    id="SubscriptionArn",
    read=Call("get_subscription_attributes", {"SubscriptionArn": "{id}"}),
    found="Attributes",
    steps=(
        *attribute_steps(SET, "SubscriptionArn", CLEARED_BY_EMPTY_JSON, cleared=EMPTY_JSON),
        *attribute_steps(SET, "SubscriptionArn", ATTRIBUTES),
    ),
    outputs={
        "arn": "SubscriptionArn",
        "ownerId": "Owner",
        **{
            name: f"{attribute_name(name)} == 'true'"
            for name in ("pendingConfirmation", "confirmationWasAuthenticated")
        },
    },
    delete=(_unsubscribe,),
    missing=("NotFound", "NotFoundException"),
)

ROWS = (TOPIC_SUBSCRIPTION,)
