"""Encryption keys and their aliases."""

from __future__ import annotations

from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, Call, Codec, Lookup, Prop, Row, Run, Step, TagStyle

BY_ID = {"KeyId": "{id}"}
TAGS = TagStyle(
    create={"Tags": "{tag_list}"},
    add=Call("tag_resource", BY_ID | {"Tags": "{tag_list}"}, auto=False),
    remove=Call("untag_resource", BY_ID | {"TagKeys": "{tag_keys}"}, auto=False),
    read=Lookup(Call("list_resource_tags", BY_ID), {"tags": "Tags"}),
    key="TagKey",
    value="TagValue",
)


def _rotate(run: Run) -> None:
    """Rotation has one call to enable and another to disable it."""
    if run.scope("enableKeyRotation"):
        run.call(Call("enable_key_rotation", BY_ID | {"RotationPeriodInDays": "{rotationPeriodInDays}"}, auto=False))
    else:
        run.call(Call("disable_key_rotation", BY_ID))


def _enable(run: Run) -> None:
    run.call(Call("enable_key" if run.scope("isEnabled") else "disable_key", BY_ID))


KEY = Row(
    type="aws:kms/key:Key",
    service="kms",
    properties={
        "description": Prop(computed=True),
        "keyUsage": Prop(replace=True, default="ENCRYPT_DECRYPT"),
        "customerMasterKeySpec": Prop(replace=True, default="SYMMETRIC_DEFAULT", api="KeySpec"),
        "policy": Prop(codec=JSON, computed=True),
        "multiRegion": Prop(replace=True, computed=True),
        "bypassPolicyLockoutSafetyCheck": Prop(read="", default=False),
        "deletionWindowInDays": Prop(local=True),
        "enableKeyRotation": Prop(default=False, read=""),
        "rotationPeriodInDays": Prop(computed=True, read=""),
        "isEnabled": Prop(default=True, read="Enabled"),
        "tags": Prop(),
    },
    create=Call("create_key"),
    checks=(
        Call(
            "schedule_key_deletion",
            BY_ID | {"PendingWindowInDays": "{deletionWindowInDays}"},
            auto=False,
        ),
        Call("enable_key_rotation", BY_ID),
    ),
    id="KeyMetadata.KeyId",
    read=Call("describe_key", BY_ID, auto=False),
    found="KeyMetadata",
    lookups=(
        Lookup(Call("get_key_policy", BY_ID | {"PolicyName": "default"}), {"policy": "Policy"}),
        Lookup(
            Call("get_key_rotation_status", BY_ID),
            {"enableKeyRotation": "KeyRotationEnabled", "rotationPeriodInDays": "RotationPeriodInDays"},
            missing=("UnsupportedOperationException",),
        ),
    ),
    steps=(
        Step(("description",), Call("update_key_description", BY_ID), at_creation=False),
        Step(
            ("policy", "bypassPolicyLockoutSafetyCheck"),
            Call("put_key_policy", BY_ID | {"PolicyName": "default", "Policy": "{policy}"}),
            at_creation=False,
        ),
        Step(("enableKeyRotation", "rotationPeriodInDays"), _rotate),
        Step(("isEnabled",), _enable),
    ),
    outputs={"arn": "Arn", "keyId": "KeyId"},
    delete=(Call("schedule_key_deletion", BY_ID | {"PendingWindowInDays": "{deletionWindowInDays}"}, auto=False),),
    tags=TAGS,
    missing=("NotFoundException",),
    gone={"KeyState": ("PendingDeletion", "PendingReplicaDeletion")},
)


class KeyIdentifier(Codec):
    """A key by id or by ARN: the same key."""

    def same(self, old: Any, new: Any) -> bool:
        """Compare the ids."""
        return super().same(_id(old), _id(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare the ids."""
        return self.same(wanted, seen)


def _id(key: Any) -> Any:
    return key.rsplit("/", 1)[-1] if isinstance(key, str) else key


ALIAS = Row(
    type="aws:kms/alias:Alias",
    service="kms",
    properties={
        "name": Prop(replace=True, api="AliasName", pattern=r"alias/[0-9A-Za-z/_:-]{1,250}"),
        "targetKeyId": Prop(codec=KeyIdentifier(), required=True),
    },
    create=Call("create_alias"),
    id="{name}",
    read=Call("list_aliases", auto=False),
    found="Aliases[?AliasName=='{name}'] | [0]",
    update=Call("update_alias", {"AliasName": "{name}"}),
    lookups=(
        Lookup(Call("describe_key", {"KeyId": "{targetKeyId}"}, auto=False), {"targetKeyArn": "KeyMetadata.Arn"}),
    ),
    outputs={"arn": "AliasArn"},
    volatile=frozenset({"targetKeyArn"}),
    delete=(Call("delete_alias", {"AliasName": "{name}"}, auto=False),),
    autoname=("name", NameRule(limit=256, refused=r"[^0-9A-Za-z/_-]", prefix="alias/")),
    unique=("name",),
    missing=("NotFoundException",),
)

ROWS = (KEY, ALIAS)
