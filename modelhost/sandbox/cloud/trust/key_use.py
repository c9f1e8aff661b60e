"""Say what keeps a service from using a KMS key of ours."""

from __future__ import annotations

import json

from moto.kms.models import kms_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.trust.policy import Facts, lets


def obstacle(key_id: str, region: str, service: str, actions: tuple[str, ...], facts: Facts) -> str | None:
    """Name what is missing; None when the service may use the key."""
    if "alias/aws/" in key_id:
        return f"{key_id} is a key of AWS, whose policy does not let {service} use it"
    backend = kms_backends[ACCOUNT_ID][region]
    key = backend.keys.get(backend.any_id_to_key_id(key_id) or "")
    if key is None:
        return f"the key {key_id} does not exist"
    if key.key_state != "Enabled":
        return f"the key {key_id} is {key.key_state}"
    if not lets(json.loads(key.policy), service, actions, facts):
        return f"the key policy does not let {service} use {' and '.join(actions)}"
    return None
