"""Lint policy documents with parliament, which knows every AWS action, resource and condition key."""

import json
import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # parliament leaves its own configuration files open while it is imported
    from parliament import analyze_policy_string

KEY_POLICY = frozenset({"RESOURCE_STAR", "MISMATCHED_TYPE"})
"""In a key policy `*` is the key itself; and AWS documents ArnLike on the encryption context, a string."""


def lint(document: dict[str, Any] | str, but: frozenset[str] = frozenset()) -> list[str]:
    """Return what parliament finds wrong with a policy, leaving out the issues named in *but*."""
    text = document if isinstance(document, str) else json.dumps(document)
    found = analyze_policy_string(text).findings
    return [f"{each.issue}: {each.detail}" for each in found if each.issue not in but]


def statement(document: dict[str, Any] | str, sid: str) -> dict[str, Any]:
    """Return the statement of that name."""
    parsed = json.loads(document) if isinstance(document, str) else document
    [found] = [each for each in parsed["Statement"] if each["Sid"] == sid]
    return found
