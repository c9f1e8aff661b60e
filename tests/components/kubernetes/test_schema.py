"""The manifests are accepted: by Kubernetes' own OpenAPI, by KEDA's custom resource, and by what Traefik's says of it.

A schema proves fields and types. What Kubernetes checks beyond it is repeated by the words that people write.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from components.kubernetes.hpa_plan import hpa as hpa_manifest
from components.kubernetes.power_of_two import balancing
from components.kubernetes.scaled_object_plan import scaled_object as scaled_object_manifest
from components.kubernetes.target_group_binding import bound
from modelhost.spec.kubernetes.service import ServiceSpec
from tests.components.kubernetes.case import IN_FLIGHT, OFFICE_HOURS, hpa, scaled_object

SCHEMAS = Path(__file__).parent / "schema"
TRAEFIK_SERVICE = {
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["Service", "TraefikService"]},
        "name": {"type": "string"},
        "nativeLB": {"type": "boolean"},
        "port": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "strategy": {"enum": ["wrr", "p2c", "hrw", "leasttime", "RoundRobin"]},
    },
    "required": ["name"],
}
"""One of `spec.weighted.services`, written by hand from the custom resource of Traefik 3.7, as far as it is used."""
TARGET_GROUP_BINDING = {
    "additionalProperties": False,
    "properties": {
        "serviceRef": {
            "additionalProperties": False,
            "properties": {"name": {"type": "string"}, "port": {"anyOf": [{"type": "integer"}, {"type": "string"}]}},
            "required": ["name", "port"],
        },
        "targetGroupARN": {"minLength": 1, "type": "string"},
        "targetType": {"enum": ["instance", "ip"]},
    },
    "required": ["serviceRef", "targetGroupARN"],
}
"""`spec` of a binding, written by hand from the custom resource of the AWS Load Balancer Controller, likewise."""
EVERY_WORD = {
    "stabilisation_seconds": 120,
    "policies": [
        {"unit": "Pods", "value": 2, "period_seconds": 60},
        {"unit": "Percent", "value": 50, "period_seconds": 1800},
    ],
    "select": "Min",
    "tolerance": 0.05,
}
PROMETHEUS = {"url": "http://prometheus:9090", "query": "sum(in_flight)", "target": 2.5, "authentication": "read"}


def refused(file: str, manifest: dict[str, Any]) -> list[str]:
    """Return what a schema finds wrong."""
    schema = json.loads((SCHEMAS / file).read_text())
    return [each.message for each in Draft202012Validator(schema).iter_errors(manifest)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"scale_up": EVERY_WORD, "scale_down": {"select": "Disabled"}},
        {"metrics": [{"source": "Resource", "name": "cpu", "target": 0.7}, IN_FLIGHT]},
        {"metrics": [{"source": "External", "name": "queue", "target": 0.5, "selector": {"queue": "chat"}}]},
        {"metrics": [{"source": "External", "name": "queue", "target": 100, "per_pod": False}]},
    ],
)
def test_kubernetes_knows_every_field_of_an_hpa(changes: dict[str, Any]) -> None:
    """Whatever the words say, the fields and their types are those of autoscaling/v2."""
    assert refused("horizontal_pod_autoscaler.json", hpa_manifest(hpa(**changes))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"scale_up": EVERY_WORD, "scale_down": EVERY_WORD},
        {"prometheus": PROMETHEUS, "fallback": {"replicas": 2, "behavior": "currentReplicasIfHigher"}},
    ],
)
def test_keda_knows_every_field_of_a_scaled_object(changes: dict[str, Any]) -> None:
    """Whatever the words say, the fields and their types are those of keda.sh/v1alpha1."""
    assert refused("scaled_object.json", scaled_object_manifest(scaled_object(*OFFICE_HOURS, **changes))) == []


def test_traefik_knows_every_field_of_its_service() -> None:
    """The strategy is one that it has."""
    [service] = balancing(ServiceSpec(service="chat", port=80))["weighted"]["services"]
    assert list(Draft202012Validator(TRAEFIK_SERVICE).iter_errors(service)) == []


def test_the_load_balancer_controller_knows_every_field_of_a_binding() -> None:
    """The pods of a service, by their address."""
    binding = bound(ServiceSpec(service="chat", port=80), "arn:of:group")
    assert list(Draft202012Validator(TARGET_GROUP_BINDING).iter_errors(binding)) == []


@pytest.mark.parametrize(
    ("file", "manifest"),
    [
        ("horizontal_pod_autoscaler.json", {**hpa_manifest(hpa()), "maxReplica": 3}),
        ("horizontal_pod_autoscaler.json", {**hpa_manifest(hpa()), "minReplicas": "one"}),
        ("scaled_object.json", {**scaled_object_manifest(scaled_object(*OFFICE_HOURS)), "minReplicas": 3}),
        ("scaled_object.json", {**scaled_object_manifest(scaled_object(*OFFICE_HOURS)), "pollingInterval": 0}),
    ],
)
def test_a_wrong_field_would_be_found(file: str, manifest: dict[str, Any]) -> None:
    """An API server would drop a misspelt field in silence; here it fails."""
    assert len(refused(file, manifest)) == 1
