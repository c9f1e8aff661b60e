"""The `spec` of a ScaledObject."""

from components.kubernetes.behavior import behavior
from components.kubernetes.manifest import Manifest, reference
from modelhost.spec.keda import CronTrigger, triggers
from modelhost.spec.kubernetes.scaled_object import FallbackSpec, PrometheusSpec, ScaledObjectSpec

PER_POD = "AverageValue"
HPA_PREFIX = "keda-hpa-"
"""What KEDA begins the name of its autoscaler with."""
LONGEST_NAME = 63 - len(HPA_PREFIX)
"""Of a ScaledObject: the autoscaler's name is a label."""


def scaled_object(spec: ScaledObjectSpec) -> Manifest:
    """Return who is scaled, between which bounds, when, by what and how fast."""
    low, _ = spec.scaling.base().or_one()
    paced = behavior(spec.scale_up, spec.scale_down)
    demand = [] if spec.prometheus is None else [_prometheus(spec.prometheus)]
    return {
        "scaleTargetRef": reference(spec.workload),
        "minReplicaCount": low,
        "maxReplicaCount": spec.scaling.most,
        "pollingInterval": spec.poll_seconds,
        "cooldownPeriod": spec.cooldown_seconds,
        **({} if spec.fallback is None else {"fallback": _fallback(spec.fallback)}),
        **({"advanced": {"horizontalPodAutoscalerConfig": paced}} if paced else {}),
        "triggers": [*(_cron(each) for each in triggers(spec.scaling)), *demand],
    }


def _cron(trigger: CronTrigger) -> Manifest:
    """Return a window of the clock; its number is the load, and a pod bears one of it."""
    held = {
        "timezone": trigger.timezone,
        "start": trigger.start,
        "end": trigger.end,
        "desiredReplicas": str(trigger.desired),
    }
    return {"type": "cron", "metricType": PER_POD, "metadata": held}


def _prometheus(spec: PrometheusSpec) -> Manifest:
    """Return a query; no answer is a failure, where KEDA would otherwise take it for no load."""
    asked = {
        "serverAddress": spec.url,
        "query": spec.query,
        "threshold": f"{spec.target:.3f}".rstrip("0").rstrip("."),
        "ignoreNullValues": "false",
    }
    reference = {} if spec.authentication is None else {"authenticationRef": {"name": spec.authentication}}
    return {"type": "prometheus", "metricType": PER_POD, "metadata": asked, **reference}


def _fallback(spec: FallbackSpec) -> Manifest:
    """Return what holds while a query fails."""
    return {"failureThreshold": spec.failures, "replicas": spec.replicas, "behavior": spec.behavior.value}
