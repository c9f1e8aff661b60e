"""Write manifests for Kubernetes' own validation and KEDA's own rule: `tools/hpa` says whether they are accepted.

    PYTHONPATH=. python tools/kubernetes/manifests.py FOLDER
    cd tools/hpa && go test -count=1 -v -run 'TestAccept|TestHold' . -args -manifests FOLDER

They are made from the same cases as the round trip of the tests, hypothesis' own, and some that only are deployed.
"""

import json
import sys
from pathlib import Path
from typing import Any, TextIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.kubernetes.hpa_plan import hpa as hpa_manifest
from components.kubernetes.manifest import metadata
from components.kubernetes.scaled_object_plan import scaled_object as scaled_object_manifest
from modelhost.planner.autoscalers.hpa import Hpa
from modelhost.planner.autoscalers.keda_cron import Window
from modelhost.spec.kubernetes.hpa import HpaSpec
from tests.components.kubernetes.case import hpa, scaled_object, simulated
from tests.components.kubernetes.test_round_trip import entries, policies, weeks

MANY = settings(max_examples=600, database=None, deadline=None, suppress_health_check=list(HealthCheck))
METRICS = (
    {"source": "External", "name": "queue", "target": 0.5, "selector": {"queue": "chat"}},
    {"source": "External", "name": "queue", "target": 100, "per_pod": False},
    {"source": "Resource", "name": "memory", "target": 1},
)


def main(folder: Path) -> None:
    """Write one manifest a line into two files of *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "hpa.jsonl").open("w") as file:
        autoscalers(file)
    with (folder / "keda.jsonl").open("w") as file:
        schedules(file)


def autoscalers(file: TextIO) -> None:
    """Write autoscalers that the planner can simulate, and those of other metrics."""

    @MANY
    @given(policy=policies(), low=st.integers(1, 50), more=st.integers(0, 50))
    def write(policy: Hpa, low: int, more: int) -> None:
        put(file, whole(simulated(policy, low, low + more)))

    write()
    for metric in METRICS:
        put(file, whole(hpa(metrics=[metric])))


def whole(spec: HpaSpec) -> dict[str, Any]:
    """Return the whole object of *spec*."""
    head = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"}
    name = spec.workload.name
    return {**head, "metadata": metadata(name, "models", name, "autoscaler", spec.labels), "spec": hpa_manifest(spec)}


def schedules(file: TextIO) -> None:
    """Write triggers with the windows that they are to hold."""

    @MANY
    @given(windows=weeks(), low=st.integers(0, 1))
    def write(windows: list[Window], low: int) -> None:
        spec = scaled_object(*(entry for each in windows for entry in entries(each, low)), low=low)
        triggers = [each["metadata"] for each in scaled_object_manifest(spec)["triggers"]]
        held = [[each.start_seconds, each.end_seconds, each.replicas] for each in windows]
        put(file, {"triggers": triggers, "windows": held})

    write()


def put(file: TextIO, line: dict[str, Any]) -> None:
    """Write one line."""
    file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
