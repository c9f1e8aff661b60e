"""What EventBridge refuses of rules and targets and moto takes."""

from __future__ import annotations

import json
from typing import Any

from moto.events.models import events_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.event.bus import PRINCIPAL
from modelhost.sandbox.cloud.trust import role

MOST_TARGETS = 5
EXCLUSIVE = ("Input", "InputPath", "InputTransformer")
UNTRUSTED = "Provided role '{role}' cannot be assumed by principal 'events.amazonaws.com'."


def targets(call: Call, cloud: Cloud) -> None:
    """Refuse targets that could never be started."""
    name = call.params["Rule"]
    rule = events_backends[ACCOUNT_ID][call.region].event_buses["default"].rules.get(name)
    standing = {target["Id"] for target in rule.targets} if rule else set()
    if len(standing | {target["Id"] for target in call.params["Targets"]}) > MOST_TARGETS:
        raise validation(f"The requested resource exceeds the maximum number allowed: {MOST_TARGETS} targets.")
    for target in call.params["Targets"]:
        _target(target, rule.arn if rule else "")


def _target(target: dict[str, Any], rule_arn: str) -> None:
    if ":states:" in target["Arn"] and not target.get("RoleArn"):
        raise validation(f"RoleArn is required for target {target['Arn']}.")
    given = [name for name in EXCLUSIVE if target.get(name)]
    if len(given) > 1:
        raise validation(
            f"Only one of Input, InputPath, or InputTransformer must be provided for target {target['Id']}."
        )
    if "Input" in given and not _is_json(target["Input"]):
        raise validation(f"Parameter Input of target {target['Id']} is not valid: JSON syntax error.")
    if target.get("RoleArn") and not role.assumable(target["RoleArn"], PRINCIPAL, rule_arn):
        raise validation(UNTRUSTED.format(role=target["RoleArn"]))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
