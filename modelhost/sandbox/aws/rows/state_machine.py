"""Step Functions' state machines."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import Call, Codec, Lookup, Prop, Row, Run, TagStyle
from modelhost.provider.table.case import unfit

NAME = NameRule(limit=80, refused=r"[^0-9A-Za-z_-]", leading=r"[0-9A-Za-z_-]")
TAGS = TagStyle(
    create={"tags": "{tag_list}"},
    add=Call("tag_resource", {"resourceArn": "{id}", "tags": "{tag_list}"}, auto=False),
    remove=Call("untag_resource", {"resourceArn": "{id}", "tagKeys": "{tag_keys}"}, auto=False),
    read=Lookup(Call("list_tags_for_resource", {"resourceArn": "{id}"}), {"tags": "tags"}),
    key="key",
    value="value",
)
CHANGEABLE = ("definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
OFF = {"level": "OFF", "includeExecutionData": False}


def _encode_logging(configuration: Any) -> Any:
    """The official provider writes the one log group as a text beside the level."""
    if not isinstance(configuration, dict) or "logDestination" not in configuration:
        return configuration
    group = {"cloudWatchLogsLogGroup": {"logGroupArn": configuration["logDestination"]}}
    return {key: value for key, value in configuration.items() if key != "logDestination"} | {"destinations": [group]}


def _decode_logging(configuration: Any) -> Any:
    plain = OFF | unfit(configuration, None)
    for destination in plain.pop("destinations", ()):
        plain["logDestination"] = destination["cloudWatchLogsLogGroup"]["logGroupArn"]
    return None if plain == OFF else plain


def _update(run: Run) -> None:
    """UpdateStateMachine leaves alone what it is not told: what is wanted no more is told as the default."""
    given = [name for name in CHANGEABLE if run.scope(name) is not None]
    reset = {} if "loggingConfiguration" in given else {"loggingConfiguration": {"level": "OFF"}}
    run.call(Call("update_state_machine", {"stateMachineArn": "{id}", **reset}), given)


STATE_MACHINE = Row(
    type="aws:sfn/stateMachine:StateMachine",
    service="stepfunctions",
    properties={
        "name": Prop(replace=True),
        "definition": Prop(required=True),
        "roleArn": Prop(required=True, pattern=r"arn:aws[\w-]*:iam::\d{12}:role/.+"),
        "type": Prop(replace=True, default="STANDARD"),
        "loggingConfiguration": Prop(codec=Codec(_encode_logging, _decode_logging)),
        "tracingConfiguration": Prop(computed=True),
        "encryptionConfiguration": Prop(computed=True),
        "tags": Prop(),
    },
    create=Call("create_state_machine"),
    id="stateMachineArn",
    read=Call("describe_state_machine", {"stateMachineArn": "{id}"}, auto=False),
    found="@",
    update=_update,
    outputs={
        "arn": "stateMachineArn",
        "creationDate": "to_string(creationDate)",
        "revisionId": "revisionId",
        "status": "status",
        "description": "description",
    },
    volatile=frozenset({"revisionId"}),
    delete=(Call("delete_state_machine", {"stateMachineArn": "{id}"}, auto=False),),
    tags=TAGS,
    autoname=("name", NAME),
    unique=("name",),
    missing=("StateMachineDoesNotExist", "ResourceNotFound"),
    gone={"status": ("DELETING",)},
    wait_gone=True,
)

ROWS = (STATE_MACHINE,)
