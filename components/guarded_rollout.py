"""A rollout that SageMaker takes back when one of the endpoint's alarms fires."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi


def guarded(
    deployment: Mapping[str, Any] | None, alarm_names: pulumi.Input[Sequence[str]] | None
) -> dict[str, Any] | None:
    """Return *deployment* with the alarms that roll it back; none where there is nothing to roll out."""
    if deployment is None or alarm_names is None:
        return None if deployment is None else dict(deployment)
    alarms = pulumi.Output.from_input(alarm_names).apply(lambda known: [{"alarmName": each} for each in known])
    return {**deployment, "autoRollbackConfiguration": {"alarms": alarms}}
