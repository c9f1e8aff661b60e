"""A number of replicas that only the clock moves: the bounds of the policy."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind


@dataclass(frozen=True)
class Fixed:
    """Keeps what it has; a fixed count is bounds that meet, a scheduled one is bounds that the clock moves."""

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.FIXED

    @property
    def label(self) -> str:
        """What it does."""
        return "a fixed count"

    def parameters(self) -> Floats:
        """Return no numbers."""
        return np.zeros(1)

    def state(self) -> Floats:
        """Return no memory."""
        return np.zeros(1)
