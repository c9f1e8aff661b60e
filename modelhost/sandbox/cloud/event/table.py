"""Which operations of EventBridge are guarded here; moto answers them."""

from __future__ import annotations

from modelhost.sandbox.cloud.event import check
from modelhost.sandbox.cloud.handler import HandlerTable

GUARDS: HandlerTable = {("events", "PutTargets"): check.targets}
