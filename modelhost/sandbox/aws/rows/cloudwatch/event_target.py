"""What an EventBridge rule starts, and with which input."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Codec, Prop, Row, Run
from modelhost.sandbox.aws.rows.cloudwatch.event_rule import BUS

PUT = Call(
    "put_targets",
    {
        "Rule": "{rule}",
        "EventBusName": "{eventBusName}",
        "Targets": [
            {
                "Id": "{targetId}",
                "Arn": "{arn}",
                "RoleArn": "{roleArn}",
                "Input": "{input}",
                "InputPath": "{inputPath}",
                "InputTransformer": "{inputTransformer}",
                "RetryPolicy": "{retryPolicy}",
                "DeadLetterConfig": "{deadLetterConfig}",
            }
        ],
    },
    auto=False,
)
TRANSFORMER = {"inputPaths": "InputPathsMap", "inputTemplate": "InputTemplate"}


def _encode_transformer(transformer: Any) -> Any:
    if not isinstance(transformer, dict):
        return transformer
    return {TRANSFORMER.get(key, key): value for key, value in transformer.items()}


def _decode_transformer(transformer: Any) -> Any:
    return {name: transformer[api] for name, api in TRANSFORMER.items() if transformer.get(api)}


def _put(run: Run) -> None:
    """Put the target; EventBridge answers what it refuses of single targets in a list."""
    for each in run.call(PUT).get("FailedEntries", ()):
        raise ProviderError(f"PutTargets: {each['TargetId']}: {each['ErrorCode']}: {each['ErrorMessage']}")


TARGET = Row(
    type="aws:cloudwatch/eventTarget:EventTarget",
    service="events",
    properties={
        "rule": Prop(replace=True, required=True, pattern=r"[.\-_A-Za-z0-9]{1,64}", read=""),
        "eventBusName": Prop(replace=True, default=BUS.default, pattern=BUS.pattern, read=""),
        "targetId": Prop(replace=True, api="Id", pattern=r"[.\-_A-Za-z0-9]{1,64}"),
        "arn": Prop(required=True),
        "roleArn": Prop(),
        "input": Prop(),
        "inputPath": Prop(),
        "inputTransformer": Prop(codec=Codec(_encode_transformer, _decode_transformer)),
        "retryPolicy": Prop(),
        "deadLetterConfig": Prop(),
        "forceDestroy": Prop(local=True, default=False),
    },
    create=_put,
    upsert=True,
    checks=(PUT,),
    id="{rule}-{targetId}",
    read=Call("list_targets_by_rule", {"Rule": "{rule}"}, auto=False),
    found="Targets[?Id=='{targetId}'] | [0]",
    delete=(Call("remove_targets", {"Rule": "{rule}", "Ids": ["{targetId}"]}, auto=False),),
    autoname=("targetId", NameRule(limit=64, refused=r"[^0-9A-Za-z_.-]", leading=r"[0-9A-Za-z_.-]")),
    unique=("rule", "targetId"),
    missing=("ResourceNotFoundException",),
    import_id="{rule}/{targetId}",
)

ROWS = (TARGET,)
