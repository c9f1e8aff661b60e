"""KMS: the policy name that may be left out, and the rotation period."""

from __future__ import annotations

import json
from typing import Any

from moto.kms.models import kms_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud

DEFAULT_ROTATION_DAYS = 365
SHELF = "key-rotation"


def put_policy(call: Call, cloud: Cloud) -> None:
    """Replace the one policy of a key, refusing what is not JSON."""
    try:
        json.loads(call.params["Policy"])
    except ValueError as error:
        raise RefusalError("MalformedPolicyDocumentException", "The policy is not valid JSON.", 400) from error
    backend = kms_backends[ACCOUNT_ID][call.region]
    backend.put_key_policy(_key_id(call), call.params["Policy"])


def get_policy(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Give the one policy of a key."""
    backend = kms_backends[ACCOUNT_ID][call.region]
    return {"Policy": backend.get_key_policy(_key_id(call)), "PolicyName": "default"}


def enable_rotation(call: Call, cloud: Cloud) -> None:
    """Rotate a key every so many days."""
    key_id = _key_id(call)
    kms_backends[ACCOUNT_ID][call.region].enable_key_rotation(key_id)
    cloud.shelf(SHELF)[call.region, key_id] = call.params.get("RotationPeriodInDays", DEFAULT_ROTATION_DAYS)


def rotation_status(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Say whether and how often a key rotates."""
    key_id = _key_id(call)
    enabled = kms_backends[ACCOUNT_ID][call.region].get_key_rotation_status(key_id)
    status: dict[str, Any] = {"KeyRotationEnabled": enabled, "KeyId": key_id}
    if enabled:
        status["RotationPeriodInDays"] = cloud.shelf(SHELF).get((call.region, key_id), DEFAULT_ROTATION_DAYS)
    return status


def _key_id(call: Call) -> str:
    backend = kms_backends[ACCOUNT_ID][call.region]
    wanted = call.params["KeyId"]
    key_id = backend.any_id_to_key_id(wanted)
    if key_id not in backend.keys:
        raise RefusalError("NotFoundException", f"Key '{call.arn(f'key/{wanted}')}' does not exist", 400)
    return str(key_id)
