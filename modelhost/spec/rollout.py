"""How a new version takes over: at once, by a canary, in steps or batch by batch."""

import math
from enum import StrEnum
from typing import Any

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.kind import EndpointKind

SHORTEST_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS = 600, 28_800
START_SECONDS = 1800
"""Time for the new instances to start, in a derived time-out."""


class Rollout(StrEnum):
    """How traffic moves from the old version to the new."""

    ALL_AT_ONCE = "all-at-once"
    CANARY = "canary"
    LINEAR = "linear"
    ROLLING = "rolling"


DEFAULT_STEP = {Rollout.CANARY: 0.1, Rollout.LINEAR: 0.25, Rollout.ROLLING: 0.25}
"""Fraction that moves at once when the stack file does not say."""
LEAST_STEP = {Rollout.CANARY: 0.01, Rollout.LINEAR: 0.1, Rollout.ROLLING: 0.05}
"""Smallest fraction that AWS takes; the largest is a half."""


class RolloutSpec(Spec):
    """Steps, waits and limits of an update."""

    strategy: Rollout = Field(default=Rollout.ALL_AT_ONCE, strict=False)
    """`all-at-once`, `canary`, `linear` or `rolling`."""
    step: float | None = Field(default=None, gt=0, le=0.5)
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

    @rule("strategy", "step", "step_count")
    def _one_measure(self, region: str | None) -> Findings:
        """The step is measured in one way, where there are steps."""
        if self.step is not None and self.step_count is not None:
            yield ("step_count",), f"{self.step_count} stands beside step {self.step:g}; leave one of the two"
        if self.strategy is Rollout.ALL_AT_ONCE:
            for name, value in (("step", self.step), ("step_count", self.step_count)):
                if value is not None:
                    yield (name,), f"{value:g} has nothing to step beside all-at-once; write canary, linear or rolling"

    @rule("strategy", "step")
    def _step_taken(self, region: str | None) -> Findings:
        """AWS takes the fraction."""
        if self.step is None:
            return
        least = LEAST_STEP.get(self.strategy, 0.01)
        if self.step < least:
            yield ("step",), f"{self.step:g} is below the {least:g} that AWS takes for {self.strategy}; write {least:g}"
        elif not _whole(self.step):
            yield ("step",), f"{self.step:g} is no whole per cent, and AWS takes only those; write {self.step:.2f}"

    @rule("rollback_step")
    def _rollback_whole(self, region: str | None) -> Findings:
        """AWS takes whole per cents."""
        if self.rollback_step is not None and not _whole(self.rollback_step):
            text = f"{self.rollback_step:g} is no whole per cent, and AWS takes only those"
            yield ("rollback_step",), f"{text}; write {self.rollback_step:.2f}"

    @rule("strategy", "step", "step_count", "bake_seconds", "termination_wait_seconds", "timeout_seconds")
    def _waits_end(self, region: str | None) -> Findings:
        """The waits end before the time-out; with a number of instances the endpoint knows how many there are."""
        if self.step_count is None and (self.step is None or self.step >= LEAST_STEP.get(self.strategy, 0)):
            yield from self.overtime(self.steps)

    def overtime(self, steps: int) -> Findings:
        """Yield that the waits of *steps* steps do not end in time, with the arithmetic."""
        waits = steps * self.bake_seconds + self.termination_wait_seconds
        limit = self.timeout_seconds or LONGEST_TIMEOUT_SECONDS
        if waits < limit:
            return
        sum_ = f"{steps} x bake_seconds {self.bake_seconds} + termination_wait_seconds {self.termination_wait_seconds}"
        if self.timeout_seconds is None or waits >= LONGEST_TIMEOUT_SECONDS:
            text = f"{sum_} = {waits} s reach the {LONGEST_TIMEOUT_SECONDS} s that AWS gives an update"
            yield ("bake_seconds",), f"{text}; lower it, or take larger steps"
        else:
            text = f"{limit} does not exceed the waits of {sum_} = {waits}"
            yield ("timeout_seconds",), f"{text}; write more than {waits}, leave it out, or lower the waits"

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
        """How many waits the update has at most: one for each step, and a canary's second for the rest."""
        if self.strategy is Rollout.ALL_AT_ONCE:
            return 1
        if self.strategy is Rollout.CANARY:
            return 2
        smallest = LEAST_STEP[self.strategy] if self.step_count is not None else self._fraction
        return math.ceil(round(1 / smallest, 6))

    def steps_of(self, count: int) -> int:
        """Return how many waits an update of *count* instances has."""
        if self.step_count is None or self.strategy in (Rollout.ALL_AT_ONCE, Rollout.CANARY):
            return self.steps
        return math.ceil(count / self.step_count)

    @property
    def waits_seconds(self) -> int:
        """The sum of all waits of an update."""
        return self.steps * self.bake_seconds + self.termination_wait_seconds

    @property
    def limit_seconds(self) -> int:
        """The limit of the whole update: as given, or the waits and time for two fleets to start."""
        waits = max(2, self.steps) * self.bake_seconds + self.termination_wait_seconds
        return self.timeout_seconds or min(LONGEST_TIMEOUT_SECONDS, waits + 2 * START_SECONDS)

    @property
    def _fraction(self) -> float:
        """The fraction that moves at once."""
        return self.step or DEFAULT_STEP.get(self.strategy, 0.5)

    def _blue_green(self) -> dict[str, Any]:
        """Return the policy of a second fleet beside the first."""
        sizes = {Rollout.CANARY: "canarySize", Rollout.LINEAR: "linearStepSize"}
        size = sizes.get(self.strategy)
        return {
            "trafficRoutingConfiguration": {
                "type": self.strategy.upper().replace("-", "_"),
                "waitIntervalInSeconds": self.bake_seconds,
                **({} if size is None else {size: self._size("INSTANCE_COUNT")}),
            },
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


def _whole(fraction: float) -> bool:
    """Whether *fraction* is a whole per cent."""
    return abs(fraction * 100 - round(fraction * 100)) < 1e-6
