"""The `spec` of a horizontal pod autoscaler."""

from components.kubernetes.behavior import behavior
from components.kubernetes.manifest import Manifest, quantity, reference
from modelhost.spec.kubernetes.hpa import HpaSpec
from modelhost.spec.kubernetes.pod_metric import PodMetricSpec, Source


def hpa(spec: HpaSpec) -> Manifest:
    """Return who is scaled, between which bounds, by what and how fast."""
    return {
        "scaleTargetRef": reference(spec.workload),
        "minReplicas": spec.min,
        "maxReplicas": spec.max,
        "metrics": [metric(each) for each in spec.metrics],
        **behavior(spec.scale_up, spec.scale_down),
    }


def metric(spec: PodMetricSpec) -> Manifest:
    """Return one metric with its target."""
    if spec.source is Source.RESOURCE:
        share = {"type": "Utilization", "averageUtilization": round(spec.target * 100)}
        return {"type": "Resource", "resource": {"name": spec.name, "target": share}}
    kind, field = ("AverageValue", "averageValue") if spec.per_pod else ("Value", "value")
    selector = {"selector": {"matchLabels": spec.selector}} if spec.selector else {}
    measured = {"metric": {"name": spec.name, **selector}, "target": {"type": kind, field: quantity(spec.target)}}
    return {"type": spec.source.value, spec.source.value.lower(): measured}
