"""What all our objects of Kubernetes share: metadata, references, numbers as quantities."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from modelhost.spec.kubernetes.workload import Workload

Manifest = dict[str, Any]
MILLI = 1000


def metadata(name: str, namespace: Any, of: str, role: str, labels: Mapping[str, str]) -> Manifest:
    """Return the metadata of the object *name* that is the *role* of the workload or service *of*."""
    ours = {
        "app.kubernetes.io/managed-by": "modelhost",
        "app.kubernetes.io/name": of,
        "app.kubernetes.io/component": role,
    }
    return {"name": name, "namespace": namespace, "labels": {**labels, **ours}}


def reference(workload: Workload) -> Manifest:
    """Return who is scaled."""
    return {"apiVersion": workload.api_version, "kind": workload.kind, "name": workload.name}


def quantity(value: float) -> str:
    """Return *value*, of three decimals at most, as the API server writes it: `8`, `500m`."""
    milli = int(Decimal(repr(value)) * MILLI)
    return f"{milli}m" if milli % MILLI else str(milli // MILLI)
