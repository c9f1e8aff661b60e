"""The horizontal pod autoscaler of Kubernetes (autoscaling/v2), as `components/kubernetes` deploys it.

Source: Kubernetes documentation, "Horizontal Pod Autoscaling" and the flags of kube-controller-manager.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.autoscalers.hpa_rules import DOWN, HISTORY_SIZE, RULE_SIZE, UP, Rules, history

TICKS = 64
"""Steps of ten seconds that are remembered for the metric's window and lag."""


class Load(IntEnum):
    """What the pods are measured by."""

    CONCURRENCY = 0
    """Requests at once in each pod, a `Pods` metric with an AverageValue."""
    UTILIZATION = 1
    """Busy share of each pod, as a `Resource` metric with an AverageUtilization."""


class Parameter(IntEnum):
    """Places in the vector of numbers that the compiled function reads; the rules up and down follow."""

    LOAD = 0
    TARGET = 1
    DOWN_TOLERANCE = 2
    UP_TOLERANCE = 3
    SYNC_SECONDS = 4
    LAG_SECONDS = 5
    WINDOW_SECONDS = 6
    CLASSIC = 7
    CLASSIC_WINDOW = 8
    UP = 9
    DOWN = 9 + RULE_SIZE


class Memory(IntEnum):
    """Places in the vector that the compiled function writes; the history follows."""

    NEXT_SYNC = 0
    SEEN = 1
    BEGUN = 2
    FIRST_TICK = 3
    HISTORY = 3 + TICKS


@dataclass(frozen=True)
class Hpa:
    """Keeps a load per pod near a target."""

    load: Load
    """What is measured."""
    target: float
    """Its wanted value: requests at once, or the busy share from 0 to 1."""
    tolerance_up: float = 0.1
    """Share above the target that is no reason to act; 0.1 is the default."""
    tolerance_down: float = 0.1
    """Share below the target that is no reason to act; 0.1 is the default."""
    up: Rules | None = None
    """`behavior.scaleUp`; the default where only the other is given."""
    down: Rules | None = None
    """`behavior.scaleDown`; without either the controller's way without `behavior` is taken."""
    sync_seconds: float = 15.0
    """Time between decisions; 15 s is the default, here at the next ten seconds."""
    window_seconds: float = 30.0
    """Assumed: time over which the metric is averaged."""
    lag_seconds: float = 30.0
    """Assumed: age of the newest metric that the controller gets, by scraping and by its adapter."""

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        if not self.target > 0:
            raise ValueError(f"target: {self.target} is not above 0; write the load that one pod should bear")
        if self.window_seconds + self.lag_seconds > 10 * (TICKS - 1):
            raise ValueError(f"lag_seconds: {self.lag_seconds:g} with the window is beyond {10 * (TICKS - 1)}")

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.HPA

    @property
    def label(self) -> str:
        """What it does."""
        unit = "requests at once" if self.load is Load.CONCURRENCY else "of each pod busy"
        return f"HPA at {self.target:g} {unit}"

    def parameters(self) -> Floats:
        """Return the numbers in the order of `Parameter`; targets in thousandths and per cent, as the controller."""
        scale = 1_000 if self.load is Load.CONCURRENCY else 100
        head = [
            float(self.load),
            max(1.0, float(round(self.target * scale))),
            self.tolerance_down,
            self.tolerance_up,
            self.sync_seconds,
            self.lag_seconds,
            self.window_seconds,
            float(self.up is None and self.down is None),
            DOWN.window_seconds,
        ]
        return np.array(head + (self.up or UP).numbers() + (self.down or DOWN).numbers())

    def state(self) -> Floats:
        """Return the memory before the first sample."""
        memory = np.zeros(Memory.HISTORY + HISTORY_SIZE)
        history(int(Memory.HISTORY), memory, 0)
        return memory
