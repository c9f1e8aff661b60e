"""What the components register; the mocks prove neither order nor that a cluster accepts it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.kubernetes.horizontal_pod_autoscaler import HorizontalPodAutoscaler
from components.kubernetes.hpa_plan import hpa as hpa_manifest
from components.kubernetes.power_of_two import PowerOfTwo, balancing
from components.kubernetes.scaled_object import ScaledObject
from components.kubernetes.scaled_object_plan import scaled_object as scaled_object_manifest
from components.kubernetes.sdk import sdk
from components.kubernetes.target_group_binding import TargetGroupBinding
from modelhost.spec.kubernetes.service import ServiceSpec
from tests.components.conftest import Build
from tests.components.kubernetes.case import OFFICE_HOURS, hpa, scaled_object

ROOT = Path(__file__).parents[3]
LABELS = {
    "app.kubernetes.io/managed-by": "modelhost",
    "app.kubernetes.io/name": "chat",
    "app.kubernetes.io/component": "autoscaler",
}


def test_an_hpa_is_what_was_planned(build: Build) -> None:
    """Under the workload's own name, in its namespace, with the labels of the team beside ours."""
    spec = hpa(scale_down={}, labels={"owner": "ml"})
    found = build(lambda: HorizontalPodAutoscaler("chat", {"namespace": "models", "spec": spec}).autoscaler_name)
    [registered] = found.of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    assert registered.inputs["spec"] == hpa_manifest(spec)
    assert registered.inputs["metadata"] == {
        "name": "chat",
        "namespace": "models",
        "labels": {"owner": "ml", **LABELS},
    }
    assert found.value == "chat"


def test_the_intent_is_published(build: Build) -> None:
    """Policies and diffs see the words, not only what they became."""
    spec = hpa()
    found = build(lambda: HorizontalPodAutoscaler("chat", {"namespace": "models", "spec": spec}))
    assert found.one("modelhost:index:HorizontalPodAutoscaler")["spec"] == spec.plain()


def test_a_namespace_may_come_from_another_resource(build: Build) -> None:
    """So the object waits for it."""
    namespace = pulumi.Output.from_input("models")
    found = build(lambda: HorizontalPodAutoscaler("chat", {"namespace": namespace, "spec": hpa()}))
    assert found.one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")["metadata"]["namespace"] == "models"


def test_a_scaled_object_is_what_was_planned(build: Build) -> None:
    """With its schedule as triggers."""
    spec = scaled_object(*OFFICE_HOURS)
    found = build(lambda: ScaledObject("chat", {"namespace": "models", "spec": spec}).autoscaler_name)
    registered = found.one("kubernetes:keda.sh/v1alpha1:ScaledObject")
    assert registered["spec"] == scaled_object_manifest(spec)
    assert registered["metadata"] == {"name": "chat", "namespace": "models", "labels": LABELS}
    assert found.value == "keda-hpa-chat"


def test_the_name_of_kedas_autoscaler_fits_a_label(build: Build) -> None:
    """KEDA refuses a longer one; what is cut ends in a hash, so that no two become one."""
    spec = scaled_object(*OFFICE_HOURS, workload={"name": "x" * 63})
    found = build(lambda: ScaledObject("chat", {"namespace": "models", "spec": spec}).autoscaler_name)
    assert len(found.value) == 63


def test_two_pods_are_drawn_by_traefik_itself(build: Build) -> None:
    """A TraefikService with the strategy p2c over the pods, not over the address of the service."""
    args: Any = {"namespace": "models", "spec": {"service": "chat", "port": 80}}
    found = build(lambda: PowerOfTwo("chat", args).traefik_service_name)
    registered = found.one("kubernetes:traefik.io/v1alpha1:TraefikService")
    assert registered["spec"] == balancing(ServiceSpec(service="chat", port=80))
    assert registered["spec"]["weighted"]["services"] == [
        {"kind": "Service", "name": "chat", "port": 80, "strategy": "p2c", "nativeLB": False}
    ]
    assert found.value == "chat"


def test_pods_are_registered_with_the_target_group(build: Build) -> None:
    """By the addresses of the pods of a service, in the group that the load balancer sends to."""
    args: Any = {
        "namespace": "models",
        "target_group_arn": pulumi.Output.from_input("arn:of:group"),
        "spec": {"service": "chat", "port": 80},
    }
    found = build(lambda: TargetGroupBinding("chat", args).binding_name)
    registered = found.one("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding")
    assert registered["spec"] == {
        "serviceRef": {"name": "chat", "port": 80},
        "targetGroupARN": "arn:of:group",
        "targetType": "ip",
    }
    assert found.value == "chat"


def test_no_data_is_never_no_load() -> None:
    """An empty answer of Prometheus is a failure, after which the fallback holds."""
    prometheus = {"url": "http://prometheus:9090", "query": "sum(in_flight)", "target": 8}
    manifest = scaled_object_manifest(scaled_object(prometheus=prometheus, fallback={"replicas": 2}))
    assert manifest["triggers"][0]["metadata"]["ignoreNullValues"] == "false"
    assert manifest["fallback"] == {"failureThreshold": 3, "replicas": 2, "behavior": "static"}


def test_a_missing_sdk_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no cluster need not install it; whoever wants one is told how."""
    monkeypatch.setitem(sys.modules, "pulumi_kubernetes", None)
    with pytest.raises(pulumi.RunError, match=r"pulumi_kubernetes is not installed; run `pip install .*kubernetes"):
        sdk()


def top_level(path: Path) -> Iterator[str]:
    """Yield what a file imports as soon as it is imported."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("room", ["components", "infra"])
def test_a_program_without_a_cluster_does_not_wait_for_kubernetes(room: str) -> None:
    """The SDK is imported where an object is made, and by nobody before."""
    files = sorted((ROOT / room).rglob("*.py"))
    found = [path.name for path in files for name in top_level(path) if name.startswith("pulumi_kubernetes")]
    assert found == []
