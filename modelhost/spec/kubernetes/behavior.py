"""How fast the number of pods may move: the `behavior` of a horizontal pod autoscaler.

The limits are those of Kubernetes 1.36.3 (`pkg/apis/autoscaling/validation`), but for the number of policies, which is
what the planner can simulate.
"""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.kubernetes.fineness import too_fine

MOST_POLICIES = 4
LONGEST_WINDOW_SECONDS, LONGEST_PERIOD_SECONDS = 3600, 1800
MOST_CHANGE = 2**31 - 1


class Select(StrEnum):
    """Which of several policies counts."""

    MAX = "Max"
    MIN = "Min"
    DISABLED = "Disabled"


class Unit(StrEnum):
    """What the value of a policy counts."""

    PODS = "Pods"
    PERCENT = "Percent"


class PolicySpec(Spec):
    """So many pods, or per cent of them, in so many seconds."""

    unit: Unit = Field(strict=False)
    """`Pods` or `Percent`."""
    value: int = Field(ge=1, le=MOST_CHANGE)
    """How many."""
    period_seconds: int = Field(ge=1, le=LONGEST_PERIOD_SECONDS)
    """In which time."""


class DirectionSpec(Spec):
    """How fast the number moves in one direction; what is not given is Kubernetes' default for it."""

    stabilisation_seconds: int | None = Field(default=None, ge=0, le=LONGEST_WINDOW_SECONDS)
    """Time over which recommendations are compared; the one nearest to the present counts."""
    policies: list[PolicySpec] = Field(default=[], max_length=MOST_POLICIES)
    """Paces."""
    select: Select = Field(default=Select.MAX, strict=False)
    """Which pace counts: `Max`, `Min`, or `Disabled` for none of this direction."""
    tolerance: float | None = Field(default=None, ge=0, le=1)
    """Share off the target that is no reason to act; the cluster's, 0.1, when not given. Kubernetes 1.35 or newer."""

    @rule("tolerance")
    def _tolerance_told(self, region: str | None) -> Findings:
        """The tolerance is a quantity of thousandths."""
        yield from too_fine("tolerance", self.tolerance)

    def over(self, default: "DirectionSpec") -> "DirectionSpec":
        """Return this with the window and the policies of *default* where it has none."""
        window = self.stabilisation_seconds
        changes = {
            "stabilisation_seconds": default.stabilisation_seconds if window is None else window,
            "policies": self.policies or default.policies,
        }
        return self.model_copy(update=changes)


UP = DirectionSpec(
    stabilisation_seconds=0,
    policies=[
        PolicySpec(unit=Unit.PODS, value=4, period_seconds=15),
        PolicySpec(unit=Unit.PERCENT, value=100, period_seconds=15),
    ],
)
"""What Kubernetes does upwards when `behavior` does not say; its documentation, "Default behavior"."""
DOWN = DirectionSpec(stabilisation_seconds=300, policies=[PolicySpec(unit=Unit.PERCENT, value=100, period_seconds=15)])
"""What it does downwards."""
