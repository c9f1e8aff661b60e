"""S3: bucket policies with conditions, judged as for a signed request of the account over TLS."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from modelhost.sandbox.cloud.call import ACCOUNT_ID

FACTS = {
    "aws:securetransport": "true",
    "aws:principalaccount": ACCOUNT_ID,
    "aws:sourceaccount": ACCOUNT_ID,
    "aws:resourceaccount": ACCOUNT_ID,
    "s3:resourceaccount": ACCOUNT_ID,
    "s3:tlsversion": "1.3",
}
Test = Callable[[str, str], bool]
TESTS: dict[str, Test] = {
    "bool": lambda fact, value: fact == value.lower(),
    "stringequals": lambda fact, value: fact == value,
    "stringnotequals": lambda fact, value: fact != value,
    "stringlike": fnmatch.fnmatchcase,
    "arnlike": fnmatch.fnmatchcase,
    "numericlessthan": lambda fact, value: float(fact) < float(value),
}


def install() -> None:
    """Let moto's buckets judge conditions; by itself moto denies whatever a conditional denial names."""
    FakeBucket.get_permission = _permission  # type: ignore[method-assign,assignment]


def _permission(bucket: FakeBucket, action: str, resource: str) -> Any:
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = applicable(json.loads(bucket.policy.decode()))
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


def applicable(policy: dict[str, Any]) -> dict[str, Any]:
    """Reduce a policy to the statements whose conditions hold; a condition on an unknown fact does not."""
    listed = policy.get("Statement", [])
    statements = [listed] if isinstance(listed, dict) else listed
    kept = [
        {name: value for name, value in statement.items() if name != "Condition"}
        for statement in statements
        if _holds(statement.get("Condition", {}))
    ]
    return {**policy, "Statement": kept}


def _holds(conditions: dict[str, dict[str, Any]]) -> bool:
    return all(
        _one_holds(operator, key, values) for operator, keys in conditions.items() for key, values in keys.items()
    )


def _one_holds(operator: str, key: str, values: Any) -> bool:
    fact = FACTS.get(key.lower())
    test = TESTS.get(operator.lower())
    if fact is None or test is None:
        return False
    wanted = [str(value) for value in (values if isinstance(values, list) else [values])]
    return (
        all(test(fact, value) for value in wanted)
        if "not" in operator.lower()
        else any(test(fact, value) for value in wanted)
    )
