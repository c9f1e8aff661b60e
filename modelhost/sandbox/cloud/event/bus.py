"""The account's own event bus: which rules an event matches, and the start of their targets."""

from __future__ import annotations

from functools import partial
from typing import Any

from moto.events.models import events_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.event.target_input import text_for
from modelhost.sandbox.cloud.launch import Launch, launch, templated

PRINCIPAL = "events.amazonaws.com"
Event = dict[str, Any]


def post(cloud: Cloud, region: str, event: Event) -> None:
    """Let the rules that an event matches start their targets, once the call that caused it is done."""
    for rule in events_backends[ACCOUNT_ID][region].event_buses["default"].rules.values():
        if rule.state != "DISABLED" and _matches(rule.event_pattern, event):
            for target in rule.targets:
                cloud.later(partial(launch, cloud, region, _launch(rule.arn, target, event)))


def _matches(pattern: Any, event: Event) -> bool:
    return bool(pattern.dump() and pattern.matches_event(event))


def _launch(rule_arn: str, target: dict[str, Any], event: Event) -> Launch:
    operation = templated(target["Arn"], text_for(target, event))
    return Launch(PRINCIPAL, rule_arn, rule_arn, target.get("RoleArn", ""), target["Arn"], operation)
