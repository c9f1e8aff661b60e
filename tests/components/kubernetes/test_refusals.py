"""What a cluster or the planner would not take is refused before anything is registered, all of it at once."""

from typing import Any

import pulumi
import pytest

from components.kubernetes.horizontal_pod_autoscaler import HorizontalPodAutoscaler
from components.kubernetes.scaled_object import ScaledObject
from tests.components.kubernetes.case import CHAT, IN_FLIGHT, OFFICE_HOURS
from tests.components.recording import record

AUTO = {"strategy": "auto", "replicas": {"min": 1, "max": 6}}
COUNT = {"strategy": "horizontal", "replicas": {"count": 2}}
PROMETHEUS = {"url": "http://prometheus:9090", "query": "sum(in_flight)", "target": 8}


def told(component: Any, spec: dict[str, Any]) -> list[str]:
    """Return the problems of *spec*, without the line that counts them."""
    with pytest.raises(pulumi.RunError) as caught:
        record(lambda: component("chat", {"namespace": "models", "spec": spec}))
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_all_problems_are_told_at_once() -> None:
    """Each with its place, its value and what to do, below the component's name."""
    args: Any = {"namespace": "Models", "spec": {"workload": {"kind": "DaemonSet"}, "min": 0, "metrics": []}}
    with pytest.raises(pulumi.RunError) as caught:
        record(lambda: HorizontalPodAutoscaler("chat", args))
    name = "a name of up to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends"
    assert str(caught.value).splitlines() == [
        "HorizontalPodAutoscaler 'chat' has 6 problems:",
        f"  namespace: 'Models' is not {name}; rename it",
        "  spec.workload.kind: a DaemonSet has no number of replicas; use a Deployment or a StatefulSet",
        "  spec.workload.name: missing; add it",
        "  spec.min: 0 is too small; write 1 or more",
        "  spec.metrics: a list is too short; write 1 or more",
        "  spec.max: missing; add it",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"min": 7}, "spec.min: min 7 exceeds max 6; lower min or raise max"),
        (
            {"metrics": [IN_FLIGHT, IN_FLIGHT]},
            "spec.metrics[1].name: requests_in_flight is already followed by metrics[0]; leave one of them",
        ),
        (
            {"metrics": [{"source": "Resource", "name": "nvidia.com/gpu", "target": 0.7}]},
            "spec.metrics[0].name: 'nvidia.com/gpu' is not measured by metrics-server; "
            "use cpu or memory, or source Pods",
        ),
        (
            {"metrics": [{"source": "Resource", "name": "cpu", "target": 70}]},
            "spec.metrics[0].target: 70 is too large; write a fraction of the request, such as 0.7",
        ),
        (
            {"metrics": [{**IN_FLIGHT, "target": 0.0625}]},
            "spec.metrics[0].target: 0.0625 has more than 3 decimals; write 0.062, or what you mean",
        ),
        (
            {"scale_up": {"policies": [{"unit": "Pods", "value": 4, "period_seconds": 3600}]}},
            "spec.scale_up.policies[0].period_seconds: 3600 is too large; write 1800 or less",
        ),
        (
            {"labels": {"app.kubernetes.io/name": "x"}},
            "spec.labels.app.kubernetes.io/name: is set from the workload itself; leave it out",
        ),
    ],
)
def test_an_hpa_that_could_not_be_is_refused(changes: dict[str, Any], problem: str) -> None:
    """By what Kubernetes validates, and by what a controller can tell apart."""
    spec = {"workload": CHAT, "min": 1, "max": 6, "metrics": [IN_FLIGHT], **changes}
    assert told(HorizontalPodAutoscaler, spec) == [problem]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"scaling": AUTO}, "spec: follows nothing; write a schedule in scaling, or prometheus"),
        (
            {
                "scaling": {
                    **AUTO,
                    "replicas": {"min": 2, "max": 6},
                    "schedule": [{"at": "daily 08:00", "min": 3}, {"at": "daily 20:00", "min": 2}],
                },
                "fallback": {"replicas": 3},
            },
            "spec.fallback: holds while a query fails, and there is none; leave it out, or write prometheus",
        ),
        (
            {"scaling": AUTO, "prometheus": PROMETHEUS},
            "spec.fallback: missing, and without data KEDA would hold the last number; write the replicas",
        ),
        (
            {"scaling": AUTO, "prometheus": PROMETHEUS, "fallback": {"replicas": 9}},
            "spec.fallback.replicas: 9 is outside of 1 to 6; write a number between",
        ),
        (
            {"scaling": {**AUTO, "target": {"value": 8}, "schedule": OFFICE_HOURS}},
            "spec.scaling.target: is followed on SageMaker only; leave it out, demand stands in prometheus",
        ),
        (
            {"scaling": {**AUTO, "schedule": [{"at": "daily 08:00", "max": 3}, {"at": "daily 20:00", "max": 6}]}},
            "spec.scaling.schedule[0]: moves the ceiling, and KEDA moves floors only; write min alone",
        ),
        (
            {"scaling": {**COUNT, "schedule": [{"at": "daily 08:00", "count": 2}, {"at": "daily 20:00", "count": 1}]}},
            "spec.scaling.schedule[1]: 1 is below 2, and KEDA only lifts; make 1 the base and lift it meanwhile",
        ),
        (
            {
                "scaling": {
                    **COUNT,
                    "schedule": [{"at": "daily 08:00", "count": 3}, {"at": "daily 20:00", "count": 2}],
                },
                "prometheus": PROMETHEUS,
                "fallback": {"replicas": 2},
            },
            "spec.prometheus: follows demand, and the strategy horizontal has a chosen number; leave one of the two",
        ),
        (
            {"scaling": {**AUTO, "schedule": [{"at": "2026-12-24 08:00", "min": 3}, {"at": "daily 20:00", "min": 1}]}},
            "spec.scaling.schedule: 2026-12-24 08:00 is a single moment, and five cron fields come back every year",
        ),
    ],
)
def test_a_scaled_object_that_keda_could_not_follow_is_refused(changes: dict[str, Any], problem: str) -> None:
    """What would be dropped in silence, or read as no load, is said."""
    assert problem in told(ScaledObject, {"workload": CHAT, **changes})
