"""A way to scale an endpoint: what is simulated, and the words of the stack file that say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from modelhost.planner.policy import Policy


class Form(StrEnum):
    """The ways that are compared; sizes by demand, steps and several policies only where they stand today."""

    FIXED = "fixed count"
    VERTICAL = "larger machine"
    SIZES = "scheduled sizes"
    CLIMBING = "sizes by demand"
    SCHEDULED = "scheduled counts"
    INVOCATIONS = "tracking invocations"
    CONCURRENCY = "tracking concurrency"
    STEPS = "step scaling"
    SEVERAL = "several policies"
    FLOORS = "tracking with scheduled floors"

    @property
    def strategy(self) -> str:
        """The word of the stack file that it needs: `horizontal`, `vertical` or `auto`."""
        if self in (Form.VERTICAL, Form.SIZES, Form.CLIMBING):
            return "vertical"
        return "horizontal" if self in (Form.FIXED, Form.SCHEDULED) else "auto"

    @property
    def demand_driven(self) -> bool:
        """Whether load moves the number of replicas, or their size."""
        return self in (Form.INVOCATIONS, Form.CONCURRENCY, Form.FLOORS, Form.STEPS, Form.SEVERAL, Form.CLIMBING)

    @property
    def scheduled(self) -> bool:
        """Whether the clock moves the number of replicas, or its floor, or their size."""
        return self in (Form.SCHEDULED, Form.FLOORS, Form.SIZES)


@dataclass(frozen=True, eq=False)
class Candidate:
    """One machine type, one form, one setting of its numbers."""

    form: Form
    """Which of the ways."""
    machine: str
    """Machine type of every replica."""
    policy: Policy
    """What the simulator runs, for the time of the question's trace."""
    settings: Mapping[str, float] = field(default_factory=dict)
    """The numbers that tell it from others of its form, such as {"target": 3.2, "least": 2}."""
    scaling: Mapping[str, Any] = field(default_factory=dict)
    """The `scaling` block of the stack file, as plain words; `strategy` is among them."""
    routing: str | None = "least-outstanding-requests"
    """The `routing.strategy` of the stack file; none leaves SageMaker's own choice, which is random."""
    sizes: tuple[str, ...] = ()
    """Machine types that the clock or demand chooses from, smallest first; empty where the machine stays."""

    @property
    def label(self) -> str:
        """It in a few words."""
        return f"{self.form} on {' and '.join(self.sizes or (self.machine,))}"
