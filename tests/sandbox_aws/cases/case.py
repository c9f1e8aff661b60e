"""What a story says, and the words that several share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sandbox_aws.world import World

Inputs = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """How a type is made, and the properties that change afterwards."""

    type: str
    given: Callable[[World], Inputs]
    change: Callable[[World], Inputs] = lambda world: {}


def policy(action: str, resource: str = "*") -> str:
    """Return a policy that allows one action."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def key_policy(sid: str) -> str:
    """Return a key policy that lets the account do everything."""
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def tagged(inputs: Inputs) -> Inputs:
    """Return the inputs with tags."""
    return {**inputs, "tags": {"owner": "a", "kept": "b"}}


RETAGGED = {"tags": {"kept": "c", "added": "d"}}
