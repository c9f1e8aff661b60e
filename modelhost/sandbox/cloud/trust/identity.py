"""IAM: whether a role's own policies let it do something; roles and policies that are not here pass."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from typing import Any

from moto.iam.models import iam_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, PARTITION
from modelhost.sandbox.cloud.trust.policy import Facts, holds, listed, statements

ANY = ""
"""Stands for a resource that every statement about the action covers."""
NOT_AUTHORIZED = (
    "User: {user} is not authorized to perform: {action} on resource: {resource} because no identity-based policy "
    "allows the {action} action"
)


def refusal(role_arn: str, session: str, action: str, resources: tuple[str, ...], facts: Facts) -> str | None:
    """Say in AWS's words what a role may not do; None when it may do the action on all of the resources."""
    role = _role(role_arn)
    if role is None:
        return None
    said = list(_statements(role))
    for resource in resources:
        if not _allowed(said, action, resource, facts):
            user = f"arn:{PARTITION}:sts::{ACCOUNT_ID}:assumed-role/{role.name}/{session}"
            return NOT_AUTHORIZED.format(user=user, action=action, resource=resource)
    return None


def _role(arn: str) -> Any:
    roles = iam_backends[ACCOUNT_ID][PARTITION].roles.values()
    return next((role for role in roles if role.arn == arn), None)


def _statements(role: Any) -> Iterator[dict[str, Any]]:
    for document in role.policies.values():
        yield from statements(_read(document))
    for policy in role.managed_policies.values():
        yield from statements(_read(policy.document))


def _read(document: Any) -> dict[str, Any]:
    return dict(json.loads(document) if isinstance(document, str) else document)


def _allowed(said: list[dict[str, Any]], action: str, resource: str, facts: Facts) -> bool:
    applying = [one for one in said if _covers(one, action, resource) and holds(one.get("Condition", {}), facts)]
    effects = {one.get("Effect") for one in applying}
    return "Allow" in effects and "Deny" not in effects


def _covers(statement: dict[str, Any], action: str, resource: str) -> bool:
    acts = any(fnmatch.fnmatchcase(action.lower(), one.lower()) for one in listed(statement.get("Action")))
    return acts and any(_matches(resource, pattern) for pattern in listed(statement.get("Resource")))


def _matches(resource: str, pattern: str) -> bool:
    """Compare ARNs; an action that knows no resources is asked for as '*' and needs just that."""
    if resource == ANY:
        return True
    return fnmatch.fnmatchcase(resource, pattern) if resource != "*" else pattern == "*"
