"""A horizontal pod autoscaler (autoscaling/v2), as far as the planner can simulate what it does."""

from pydantic import Field

from modelhost.spec.base import Findings, rule
from modelhost.spec.kubernetes.behavior import DirectionSpec
from modelhost.spec.kubernetes.pod_metric import PodMetricSpec
from modelhost.spec.kubernetes.workload import Labelled, Workload

MOST_METRICS = 10
"""More make no fleet that anybody understands; Kubernetes itself has no limit."""


class HpaSpec(Labelled):
    """Between which numbers the pods of a workload follow which load."""

    workload: Workload
    """Whose replicas are moved."""
    min: int = Field(ge=1)
    """Fewest pods; an autoscaler of Kubernetes alone never reaches zero, use a scaled object for it."""
    max: int = Field(ge=1)
    """Most pods."""
    metrics: list[PodMetricSpec] = Field(min_length=1, max_length=MOST_METRICS)
    """What is measured; the one that asks for most pods wins. The planner simulates one."""
    scale_up: DirectionSpec | None = None
    """`behavior.scaleUp`."""
    scale_down: DirectionSpec | None = None
    """`behavior.scaleDown`; without either the controller doubles at most, and waits five minutes before it removes."""

    @rule("min", "max")
    def _min_below_max(self, region: str | None) -> Findings:
        """The bounds are in order."""
        if self.min > self.max:
            yield ("min",), f"min {self.min} exceeds max {self.max}; lower min or raise max"

    @rule("metrics")
    def _metrics_differ(self, region: str | None) -> Findings:
        """No metric is followed twice."""
        seen: dict[tuple[object, ...], int] = {}
        for place, each in enumerate(self.metrics):
            other = seen.setdefault((each.source, each.name, *sorted(each.selector.items())), place)
            if other != place:
                text = f"{each.name} is already followed by metrics[{other}]; leave one of them"
                yield ("metrics", place, "name"), text
