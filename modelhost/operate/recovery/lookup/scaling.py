"""Naming scaling objects, which follow from the endpoint that they scale."""

from __future__ import annotations

from modelhost.operate.recovery.lookup.query import Query, deduced


def action_id(query: Query) -> str:
    """Return the id that the AWS provider gives to a scheduled action."""
    return f"{query['name']}-{query['serviceNamespace']}-{query['resourceId']}"


SCALING = {
    "aws:appautoscaling/target:Target": deduced(lambda query: query["resourceId"]),
    "aws:appautoscaling/policy:Policy": deduced(lambda query: query["name"]),
    "aws:appautoscaling/scheduledAction:ScheduledAction": deduced(action_id),
}
