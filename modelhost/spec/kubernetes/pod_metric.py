"""What a horizontal pod autoscaler measures, and the value it wants."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.kubernetes.fineness import too_fine
from modelhost.spec.kubernetes.workload import illegal

RESOURCES = ("cpu", "memory")
"""What metrics-server knows of pods."""


class Source(StrEnum):
    """Which API of the cluster has the number."""

    RESOURCE = "Resource"
    PODS = "Pods"
    EXTERNAL = "External"


class PodMetricSpec(Spec):
    """One metric with its target."""

    source: Source = Field(strict=False)
    """`Resource` (metrics-server), `Pods` (a metric of each pod) or `External` (one of no pod)."""
    name: str = Field(min_length=1)
    """Its name: cpu or memory for `Resource`, else what the adapter calls it."""
    target: float = Field(gt=0)
    """The wanted value: a share of what the pods request, 0 to 1, for `Resource`; else a number, for each pod."""
    per_pod: bool = True
    """Share an `External` metric out among the pods; without, the whole of it is to be near the target."""
    selector: dict[str, str] = Field(default={})
    """Labels that pick the series of a `Pods` or `External` metric."""

    @rule("source", "name")
    def _name_known(self, region: str | None) -> Findings:
        """A resource is one that is measured."""
        if self.source is Source.RESOURCE and self.name not in RESOURCES:
            text = f"{self.name!r} is not measured by metrics-server; use {' or '.join(RESOURCES)}, or source Pods"
            yield ("name",), text
        elif "/" in self.name:
            yield ("name",), f"{self.name!r} has a slash, which no API path takes; name the metric without"

    @rule("source", "target")
    def _target_told(self, region: str | None) -> Findings:
        """The target can be written as Kubernetes wants it: whole per cent, or thousandths."""
        if self.source is not Source.RESOURCE:
            yield from too_fine("target", self.target)
        elif self.target > 1:
            yield ("target",), f"{self.target:g} is too large; write a fraction of the request, such as 0.7"
        elif round(self.target, 2) != self.target:
            near = f"{max(0.01, round(self.target, 2)):g}"
            yield ("target",), f"{self.target:g} is no whole per cent, and Kubernetes takes no other; write {near}"

    @rule("source", "per_pod", "selector")
    def _fields_fit(self, region: str | None) -> Findings:
        """Each source has only what it understands."""
        if not self.per_pod and self.source is not Source.EXTERNAL:
            yield ("per_pod",), f"false belongs to External, and the source is {self.source}; leave it out"
        yield from illegal(self.selector, "selector", own=())
        if self.selector and self.source is Source.RESOURCE:
            yield ("selector",), "picks a series, and a Resource has only one; leave it out, or use source Pods"
