"""Judge a resource policy: does it let a service do something, under the conditions that hold?"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID

Policy = Mapping[str, Any]
Facts = Mapping[str, str]
TLS: Facts = {"aws:securetransport": "true", "s3:tlsversion": "1.3"}
Test = Callable[[str, str], bool]
TESTS: dict[str, Test] = {
    "bool": lambda fact, value: fact == value.lower(),
    "stringequals": lambda fact, value: fact == value,
    "stringnotequals": lambda fact, value: fact != value,
    "stringlike": fnmatch.fnmatchcase,
    "arnequals": fnmatch.fnmatchcase,
    "arnlike": fnmatch.fnmatchcase,
    "numericlessthan": lambda fact, value: float(fact) < float(value),
}


def of_source(arn: str) -> Facts:
    """Give what a service says about the resource of ours for which it acts."""
    return {**TLS, "aws:sourceaccount": ACCOUNT_ID, "aws:sourcearn": arn}


def lets(policy: Policy, service: str, actions: tuple[str, ...], facts: Facts, anyone: bool = False) -> bool:
    """Tell whether a service may do all of some actions; `anyone` counts a grant to every AWS principal."""
    applying = [one for one in statements(policy) if holds(one.get("Condition", {}), facts)]
    named = [one for one in applying if _names(one.get("Principal", {}), service, anyone)]
    allowed = [one for one in named if one.get("Effect") == "Allow"]
    denied = [one for one in named if one.get("Effect") == "Deny"]
    return all(any(_acts(one, action) for one in allowed) for action in actions) and not any(
        _acts(one, action) for one in denied for action in actions
    )


def statements(policy: Policy) -> list[dict[str, Any]]:
    """List the statements of a policy."""
    found = policy.get("Statement", [])
    return [found] if isinstance(found, dict) else list(found)


def holds(conditions: Mapping[str, Mapping[str, Any]], facts: Facts) -> bool:
    """Tell whether all conditions hold; one on an unknown fact does not."""
    return all(
        _holds(operator, key, values, facts) for operator, keys in conditions.items() for key, values in keys.items()
    )


def _holds(operator: str, key: str, values: Any, facts: Facts) -> bool:
    name = operator.lower().removesuffix("ifexists")
    fact, test = facts.get(key.lower()), TESTS.get(name)
    if fact is None or test is None:
        return fact is None and operator.lower().endswith("ifexists")
    results = [test(fact, value) for value in listed(values)]
    return all(results) if "not" in name else any(results)


def _names(principal: Any, service: str, anyone: bool) -> bool:
    if not isinstance(principal, dict):
        return bool(principal == "*")
    return service in listed(principal.get("Service")) or (anyone and "*" in listed(principal.get("AWS")))


def _acts(statement: Policy, action: str) -> bool:
    return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in listed(statement.get("Action")))


def listed(value: Any) -> list[str]:
    """Read a value that may stand alone or in a list."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
