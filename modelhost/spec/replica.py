"""Numbers of replicas."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule


class ReplicaSpec(Spec):
    """Numbers of replicas."""

    count: int | None = Field(default=None, ge=1)
    """Replicas of `horizontal` and `vertical`; the start of `auto`."""
    min: int | None = Field(default=None, ge=0)
    """Fewest replicas of `auto`; 0 for asynchronous endpoints and components."""
    max: int | None = Field(default=None, ge=1)
    """Most replicas of `auto`."""

    @rule("min", "max")
    def _min_below_max(self, region: str | None) -> Findings:
        """The bounds are in order."""
        if self.min is not None and self.max is not None and self.min > self.max:
            yield ("min",), f"min {self.min} exceeds max {self.max}; lower min or raise max"

    @rule("count", "min", "max")
    def _count_inside(self, region: str | None) -> Findings:
        """The number at the start lies between the bounds."""
        low, high = max(1, self.min or 1), self.max
        if self.count is None or (high is not None and low > high):
            return
        if self.count < low:
            yield ("count",), f"count {self.count} is below min {low}; raise count or lower min"
        if high is not None and self.count > high:
            yield ("count",), f"count {self.count} exceeds max {high}; lower count or raise max"
