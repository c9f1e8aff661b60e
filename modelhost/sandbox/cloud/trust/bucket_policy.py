"""S3: bucket policies with conditions, judged as for a signed request of the account over TLS."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.trust.policy import TLS, holds, statements

FACTS = {
    **TLS,
    "aws:principalaccount": ACCOUNT_ID,
    "aws:resourceaccount": ACCOUNT_ID,
    "s3:resourceaccount": ACCOUNT_ID,
}


def install() -> None:
    """Let moto's buckets judge conditions; by itself moto denies whatever a conditional denial names."""
    FakeBucket.get_permission = _permission  # type: ignore[method-assign,assignment]


def _permission(bucket: FakeBucket, action: str, resource: str) -> Any:
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy.decode())
    kept = [
        {name: value for name, value in statement.items() if name != "Condition"}
        for statement in statements(policy)
        if holds(statement.get("Condition", {}), FACTS)
    ]
    return IAMPolicy(json.dumps({**policy, "Statement": kept})).is_action_permitted(action, resource)
