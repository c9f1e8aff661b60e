"""How a new version takes over: at once, by a canary, in steps or instance by instance."""

import math
from enum import StrEnum
from typing import Any

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.kind import EndpointKind

SHORTEST_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS = 600, 28_800
DEFAULT_STEP = {"canary": 0.1, "linear": 0.25, "rolling": 0.25}
"""Fraction that moves at once when the stack file does not say."""
START_SECONDS = 1800
"""Time for the new instances to start, in a derived time-out."""


class Rollout(StrEnum):
    """How traffic moves from the old version to the new."""

    ALL_AT_ONCE = "all-at-once"
    CANARY = "canary"
    LINEAR = "linear"
    ROLLING = "rolling"


class RolloutSpec(Spec):
    """Steps, waits and limits of an update."""

    strategy: Rollout = Field(default=Rollout.ALL_AT_ONCE, strict=False)
    """`all-at-once`, `canary`, `linear` or `rolling`."""
    step: float | None = Field(default=None, ge=0.05, le=0.5)
    """Fraction of the capacity that moves first (canary) or at once (linear, rolling), in whole per cents."""
    step_count: int | None = Field(default=None, ge=1)
    """Instances (copies, with components) that move at once, instead of a fraction."""
    bake_seconds: int = Field(default=300, ge=0, le=3600)
    """Wait after each step, during which the alarms are watched."""
    termination_wait_seconds: int = Field(default=0, ge=0, le=3600)
    """Wait before the old instances go."""
    timeout_seconds: int | None = Field(default=None, ge=SHORTEST_TIMEOUT_SECONDS, le=LONGEST_TIMEOUT_SECONDS)
    """Limit of the whole update; derived from the waits when not given."""
    rollback_on_alarms: bool = True
    """Go back when an alarm of the endpoint fires during the update."""
    rollback_step: float | None = Field(default=None, ge=0.05, le=1)
    """Fraction that goes back at once when a rolling update fails; all when not given."""

    @rule("step", "step_count")
    def _one_measure(self, region: str | None) -> Findings:
        """The step is measured in one way."""
        if self.step is not None and self.step_count is not None:
            yield ("step_count",), f"{self.step_count} stands beside step {self.step:g}; leave one of the two"

    def deployment(self, kind: EndpointKind = EndpointKind.REALTIME) -> dict[str, Any] | None:
        """Return the API's DeploymentConfig in camelCase, without alarms; none for what components ship themselves."""
        if kind is EndpointKind.COMPONENTS:
            return None
        if self.strategy is Rollout.ROLLING:
            return {"rollingUpdatePolicy": self._rolling("INSTANCE_COUNT")}
        return {"blueGreenUpdatePolicy": self._blue_green()}

    def component_deployment(self) -> dict[str, Any]:
        """Return the DeploymentConfig of an inference component, which rolls whatever the strategy says."""
        return {"rollingUpdatePolicy": self._rolling("COPY_COUNT")}

    @property
    def steps(self) -> int:
        """How many waits the update has at most, as far as the fraction tells."""
        if self.strategy is Rollout.ALL_AT_ONCE:
            return 1
        if self.strategy is Rollout.CANARY:
            return 2
        return math.ceil(1 / self._fraction) if self.step_count is None else 1

    @property
    def waits_seconds(self) -> int:
        """The sum of all waits of an update."""
        return self.steps * self.bake_seconds + self.termination_wait_seconds

    @property
    def limit_seconds(self) -> int:
        """The limit of the whole update: as given, or the waits and time to start."""
        derived = max(SHORTEST_TIMEOUT_SECONDS, self.waits_seconds + START_SECONDS * (1 + (self.steps > 1)))
        return self.timeout_seconds or min(LONGEST_TIMEOUT_SECONDS, derived)

    @property
    def _fraction(self) -> float:
        """The fraction that moves at once."""
        return self.step or DEFAULT_STEP.get(self.strategy, 1.0)

    def _blue_green(self) -> dict[str, Any]:
        """Return the policy of a second fleet beside the first."""
        routing: dict[str, Any] = {
            "type": self.strategy.upper().replace("-", "_"),
            "waitIntervalInSeconds": self.bake_seconds,
        }
        if self.strategy is Rollout.CANARY:
            routing["canarySize"] = self._size("INSTANCE_COUNT")
        if self.strategy is Rollout.LINEAR:
            routing["linearStepSize"] = self._size("INSTANCE_COUNT")
        return {
            "trafficRoutingConfiguration": routing,
            "terminationWaitInSeconds": self.termination_wait_seconds,
            "maximumExecutionTimeoutInSeconds": self.limit_seconds,
        }

    def _rolling(self, unit: str) -> dict[str, Any]:
        """Return the policy of one batch after the other, counted in *unit*."""
        back = {} if self.rollback_step is None else {"rollbackMaximumBatchSize": _percent(self.rollback_step)}
        return {
            "maximumBatchSize": self._size(unit),
            "waitIntervalInSeconds": self.bake_seconds,
            "maximumExecutionTimeoutInSeconds": self.limit_seconds,
            **back,
        }

    def _size(self, unit: str) -> dict[str, Any]:
        """Return what moves at once, as a number of *unit* or a percentage."""
        return _percent(self._fraction) if self.step_count is None else {"type": unit, "value": self.step_count}


def _percent(fraction: float) -> dict[str, Any]:
    """Return *fraction* as the API's size."""
    return {"type": "CAPACITY_PERCENT", "value": round(fraction * 100)}
