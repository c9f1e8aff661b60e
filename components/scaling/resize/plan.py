"""What the machine of one endpoint has to know, as plain values."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ROOT = "/modelhost"
POLLS = 360
"""Looks at an endpoint that moves; an execution may have 25,000 events."""
SHORTEST_BOUND_SECONDS = 7200
ROLLBACK_SECONDS = 3600
"""Time to go back after the limit of a rollout."""
PATIENCE_SECONDS = 60
PATIENCE_LOOKS = 45
"""Looks at an endpoint that others update, beside those of a whole rollout."""
WAKE_TRIES = 6
WAKE_RETRY_SECONDS = 300
ALARM_SETTLE_SECONDS = 600
EXECUTION_SECONDS = 86_400
COOLDOWN_SECONDS = 900
NEVER = 1e12


@dataclass(frozen=True)
class StepAlarm:
    """An alarm whose threshold grows with the machine: the machine sets it after each change of size."""

    request: Mapping[str, Any]
    """PutMetricAlarm without its threshold."""
    thresholds: Sequence[float]
    """Threshold at each size."""


@dataclass(frozen=True)
class ResizePlan:
    """What the machine of one endpoint has to know."""

    endpoint: str
    """Name of the endpoint."""
    variant: str
    """Its variant that scales."""
    kind: str
    """Kind of the endpoint, for its history."""
    configurations: Mapping[str, str] = field(default_factory=dict)
    """Configuration of each size, smallest first; empty where nothing but sleep is asked for."""
    alarms: Sequence[str] = ()
    """Alarms that are muted while the endpoint sleeps."""
    cooldown_seconds: int = COOLDOWN_SECONDS
    """Wait after a step before the next."""
    step_alarms: Sequence[StepAlarm] = ()
    """Alarms of the ladder."""
    partition: str = "aws"
    """First part of every ARN."""
    limit_seconds: int = 0
    """Limit of the rollout that the endpoint's last update asked for, which a change of size repeats."""

    @property
    def bound_seconds(self) -> int:
        """How long an endpoint may move: the limit of its rollout, and the way back."""
        return max(SHORTEST_BOUND_SECONDS, self.limit_seconds + ROLLBACK_SECONDS)

    @property
    def poll_seconds(self) -> int:
        """Pause between two looks at an endpoint that moves."""
        return math.ceil(self.bound_seconds / POLLS)

    @property
    def patience_looks(self) -> int:
        """How often an order looks whether others are done: as long as a rollout may take, and some."""
        return PATIENCE_LOOKS + math.ceil(self.limit_seconds / PATIENCE_SECONDS)

    @property
    def resource_id(self) -> str:
        """How Application Auto Scaling calls the variant."""
        return f"endpoint/{self.endpoint}/variant/{self.variant}"

    @property
    def sizes(self) -> list[str]:
        """The ladder."""
        return list(self.configurations)

    @property
    def update_record(self) -> str:
        """Parameter in which the provider keeps an update in flight."""
        return f"{ROOT}/update/{self.endpoint}"

    @property
    def asleep_record(self) -> str:
        """Parameter that stands while the endpoint sleeps, with the configuration to wake with."""
        return f"{ROOT}/asleep/{self.endpoint}"

    @property
    def live_record(self) -> str:
        """Parameter whose history says what was live when."""
        return f"{ROOT}/live/{self.endpoint}"

    @property
    def lock(self) -> str:
        """Parameter that only one execution can create; it keeps the scalable targets."""
        return f"{ROOT}/asleep-scaling/{self.endpoint}"

    @property
    def policies_path(self) -> str:
        """Path of the parameters that keep a scaling policy each."""
        return f"{self.lock}/policies"

    @property
    def actions_path(self) -> str:
        """Path of the parameters that keep a scheduled action each."""
        return f"{self.lock}/scheduled-actions"

    @property
    def tags_record(self) -> str:
        """Parameter that keeps the tags of a sleeping endpoint."""
        return f"{self.lock}/tags"
