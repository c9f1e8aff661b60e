"""What happens before an alarm changes: deployments see it as it stands."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component.settling import components


def before_alarm(call: Call, cloud: Cloud) -> None:
    """Settle what an alarm could roll back, so that none goes off and back unseen."""
    state.endpoints(cloud, call.region)
    components(cloud, call.region)
