"""Bring everything up to date before an alarm changes, so that no rollback alarm goes off and back unseen."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component.settling import components


def settle_all(call: Call, cloud: Cloud) -> None:
    """Let every deployment under way see the alarms as they stand."""
    state.endpoints(cloud, call.region)
    components(cloud, call.region)
