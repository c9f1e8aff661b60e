"""Autoscalers of the planner, told in the words of the components."""

from typing import Any

from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.hpa_rules import Rules
from modelhost.spec.kubernetes.hpa import HpaSpec
from modelhost.spec.kubernetes.scaled_object import ScaledObjectSpec

CHAT = {"name": "chat"}
IN_FLIGHT = {"source": "Pods", "name": "requests_in_flight", "target": 8}
OFFICE_HOURS = [{"at": "weekdays 08:00", "min": 3}, {"at": "weekdays 20:00", "min": 1}]
DEFAULT_TOLERANCE = 0.1


def hpa(**changes: Any) -> HpaSpec:
    """Return an autoscaler with defaults to override."""
    return HpaSpec.model_validate({"workload": CHAT, "min": 1, "max": 6, "metrics": [IN_FLIGHT], **changes})


def scaled_object(*schedule: dict[str, Any], low: int = 1, **changes: Any) -> ScaledObjectSpec:
    """Return a demand-driven scaled object with a *schedule*, and defaults to override."""
    scaling = {"strategy": "auto", "replicas": {"min": low, "max": 9}, "schedule": list(schedule)}
    return ScaledObjectSpec.model_validate({"workload": CHAT, "scaling": scaling, **changes})


def simulated(policy: Hpa, low: int, high: int) -> HpaSpec:
    """Return what deploys *policy* between its bounds."""
    metric = dict(IN_FLIGHT) if policy.load is Load.CONCURRENCY else {"source": "Resource", "name": "cpu"}
    directions = {
        "scale_up": _direction(policy.up, policy.tolerance_up),
        "scale_down": _direction(policy.down, policy.tolerance_down),
    }
    return hpa(min=low, max=high, metrics=[{**metric, "target": policy.target}], **directions)


def _direction(rules: Rules | None, tolerance: float) -> dict[str, Any] | None:
    """Return the rules of one direction; its tolerance only where it is not the cluster's."""
    if rules is None:
        return None
    policies = [
        {"unit": str(each.unit), "value": each.value, "period_seconds": each.period_seconds} for each in rules.paces
    ]
    return {
        "stabilisation_seconds": rules.window_seconds,
        "policies": policies,
        "select": str(rules.select),
        **({} if tolerance == DEFAULT_TOLERANCE else {"tolerance": tolerance}),
    }
