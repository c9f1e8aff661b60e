"""Cut what the tests need out of the API of Kubernetes and out of KEDA's custom resource.

    python tools/kubernetes/schemas.py tests/components/kubernetes/schema

It asks the `go` on the PATH for the modules, which carry both. Descriptions and the status are left out, and unknown
fields, which an API server would drop in silence, are made an error. Both projects have the Apache License 2.0.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

KUBERNETES = "k8s.io/kubernetes@v1.36.3"
KEDA = "github.com/kedacore/keda/v2@v2.21.0"
API = "api/openapi-spec/v3/apis__autoscaling__v2_openapi.json"
CRD = "config/crd/bases/keda.sh_scaledobjects.yaml"
HPA_SPEC = "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec"
REFERENCE = "#/components/schemas/"
LEFT_OUT = ("description", "default")
LICENCE = "Apache-2.0"


def main(folder: Path) -> None:
    """Write one JSON Schema for each kind into *folder*."""
    api = json.loads((module(KUBERNETES) / API).read_text())["components"]["schemas"]
    names = sorted(reached(api, HPA_SPEC, set()))
    hpa = {"$ref": f"#/$defs/{HPA_SPEC}", "$defs": {name: closed(api[name]) for name in names}}
    write(folder / "horizontal_pod_autoscaler.json", f"{KUBERNETES} {API}", hpa)
    crd = yaml.safe_load((module(KEDA) / CRD).read_text())
    [version] = crd["spec"]["versions"]
    spec = closed(version["schema"]["openAPIV3Schema"]["properties"]["spec"])
    write(folder / "scaled_object.json", f"{KEDA} {CRD}", spec)


def module(name: str) -> Path:
    """Return the folder of a Go module."""
    told = subprocess.run(["go", "mod", "download", "-json", name], capture_output=True, text=True, check=True)
    return Path(json.loads(told.stdout)["Dir"])


def reached(schemas: dict[str, Any], name: str, seen: set[str]) -> set[str]:
    """Return *name* and all schemas that it refers to."""
    if name not in seen:
        seen.add(name)
        for part in json.dumps(schemas[name]).split(f'"{REFERENCE}')[1:]:
            reached(schemas, part.partition('"')[0], seen)
    return seen


def closed(schema: Any) -> Any:
    """Return *schema* with its own references, without its words, and with no room for unknown fields."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema.replace(REFERENCE, "#/$defs/") if isinstance(schema, str) else schema
    kept = {key: value for key, value in schema.items() if key not in LEFT_OUT and not key.startswith("x-")}
    found = {key: closed(value) for key, value in kept.items() if key != "properties"}
    if "properties" in schema:
        found["properties"] = {name: closed(value) for name, value in schema["properties"].items()}
        found["additionalProperties"] = False
    return found


def write(file: Path, source: str, schema: dict[str, Any]) -> None:
    """Write *schema* with its *source*."""
    head = {"$comment": f"{source}, {LICENCE}; cut by tools/kubernetes/schemas.py"}
    file.write_text(json.dumps({**head, **schema}, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
