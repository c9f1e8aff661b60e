"""What keeps a bucket's content: versions and encryption."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import Call, Codec, Prop, Run
from modelhost.provider.table.case import unfit
from modelhost.sandbox.aws.rows.s3.setting import BY_BUCKET, setting

DISABLED = "Disabled"
PUT_VERSIONING = Call(
    "put_bucket_versioning",
    {**BY_BUCKET, "VersioningConfiguration": lambda values: _sent(values("versioningConfiguration"))},
)


def _sent(configuration: Any) -> Any:
    """AWS has no word for versioning that was never enabled; the official provider calls it Disabled."""
    if not isinstance(configuration, dict):
        return configuration
    return {key: value for key, value in configuration.items() if value != DISABLED}


def _put_versioning(run: Run) -> None:
    if run.scope.values["versioningConfiguration"].get("status") != DISABLED:
        run.call(PUT_VERSIONING)


def _suspend(run: Run) -> None:
    """Versioning cannot be taken away, only suspended."""
    if run.scope.values["versioningConfiguration"].get("status") != DISABLED:
        run.call(Call("put_bucket_versioning", {**BY_BUCKET, "VersioningConfiguration": {"Status": "Suspended"}}))


VERSIONING = setting(
    "BucketVersioning",
    {"versioningConfiguration": Prop(required=True, read=f"{{status: Status || '{DISABLED}', mfaDelete: MFADelete}}")},
    put=_put_versioning,
    checks=(PUT_VERSIONING,),
    get="get_bucket_versioning",
    found="@",
    delete=_suspend,
)


def _encode_rule(rule: Any) -> Any:
    """AWS wraps the refused kinds of encryption in a structure."""
    if not isinstance(rule, dict) or not rule.get("blockedEncryptionTypes"):
        return rule
    return {**rule, "blockedEncryptionTypes": {"encryptionType": rule["blockedEncryptionTypes"]}}


def _decode_rule(rule: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = unfit(rule, None)
    blocked = plain.pop("blockedEncryptionTypes", None)
    return plain | ({"blockedEncryptionTypes": blocked["encryptionType"]} if blocked else {})


RULES = Codec(
    encode=lambda rules: [_encode_rule(each) for each in rules],
    decode=lambda rules: [_decode_rule(each) for each in rules],
)

ENCRYPTION = setting(
    "BucketServerSideEncryptionConfiguration",
    {"rules": Prop(required=True, codec=RULES)},
    put=Call(
        "put_bucket_encryption", {**BY_BUCKET, "ServerSideEncryptionConfiguration": {"Rules": "{rules}"}}, auto=False
    ),
    get="get_bucket_encryption",
    found="ServerSideEncryptionConfiguration",
    delete=Call("delete_bucket_encryption", BY_BUCKET),
    missing=("ServerSideEncryptionConfigurationNotFoundError",),
)

ROWS = (VERSIONING, ENCRYPTION)
