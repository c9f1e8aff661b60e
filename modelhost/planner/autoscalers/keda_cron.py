"""KEDA's cron scaler: a number of pods between a start and an end, as `components/kubernetes` deploys it.

Source: KEDA documentation, "Cron" scaler and "ScaledObject specification". KEDA gives the number to an HPA, as an
external metric of 1 per pod, and goes itself only between none and one.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.autoscalers.hpa_rules import DOWN, HISTORY_SIZE
from modelhost.planner.autoscalers.target_tracking import NEVER
from modelhost.planner.clock import WEEK_SECONDS


class Parameter(IntEnum):
    """Places in the vector of numbers that the compiled function reads; start, end and pods of each window follow."""

    WEEK_OFFSET = 0
    SYNC_SECONDS = 1
    POLL_SECONDS = 2
    COOLDOWN = 3
    STABILISATION = 4
    TOLERANCE = 5
    COUNT = 6
    FIRST = 7


class Memory(IntEnum):
    """Places in the vector that the compiled function writes; the history follows."""

    NEXT_SYNC = 0
    NEXT_POLL = 1
    ACTIVE_AT = 2
    BEGUN = 3
    HISTORY = 4


@dataclass(frozen=True)
class Window:
    """Some hours of every week."""

    start_seconds: float
    """Begin since Monday, midnight."""
    end_seconds: float
    """End since Monday, midnight; before the start where it passes the end of the week."""
    replicas: int
    """Pods in between."""


@dataclass(frozen=True)
class KedaCron:
    """Holds numbers of pods in windows of the week, and one outside of them, or none."""

    windows: tuple[Window, ...]
    """The triggers; of those that overlap the largest counts."""
    week_offset_seconds: float = 0.0
    """When the simulation begins, since Monday, midnight."""
    poll_seconds: float = 30.0
    """How often KEDA looks whether to leave zero (`pollingInterval`)."""
    cooldown_seconds: float = 300.0
    """Time after the last window until zero (`cooldownPeriod`)."""
    sync_seconds: float = 15.0
    """Time between the decisions of the HPA."""

    @property
    def kind(self) -> Kind:
        """Which function decides."""
        return Kind.KEDA_CRON

    @property
    def label(self) -> str:
        """What it does."""
        return f"KEDA cron with {len(self.windows)} windows a week"

    def parameters(self) -> Floats:
        """Return the numbers in the order of `Parameter`."""
        head = [self.week_offset_seconds % WEEK_SECONDS, self.sync_seconds, self.poll_seconds, self.cooldown_seconds]
        head += [DOWN.window_seconds, 0.1, float(len(self.windows))]
        windows = [(each.start_seconds, each.end_seconds, float(each.replicas)) for each in self.windows]
        return np.array([*head, *(number for window in windows for number in window)])

    def state(self) -> Floats:
        """Return the memory before the first sample."""
        memory = np.zeros(Memory.HISTORY + HISTORY_SIZE)
        memory[Memory.ACTIVE_AT] = NEVER
        return memory
