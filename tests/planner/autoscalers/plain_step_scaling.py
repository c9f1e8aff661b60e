"""Step scaling again, slow and obvious: every datapoint is kept, and each alarm looks back over all of them."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.step_scaling import StepPolicy, StepScaling, Way

LOADS = {
    Metric.INVOCATIONS: Sample.ARRIVALS,
    Metric.CONCURRENCY: Sample.CONCURRENCY,
    Metric.UTILIZATION: Sample.BUSY,
    Metric.CONCURRENCY_PEAK: Sample.CONCURRENCY_PEAK,
}
"""What is counted."""


class PlainAlarm:
    """One policy with its datapoints."""

    def __init__(self, policy: StepPolicy) -> None:
        """Begin without any datapoint."""
        self.policy = policy
        self.period_seconds = policy.period_seconds or policy.metric.period_seconds
        self.lag = policy.metric.lag_seconds if policy.lag_seconds is None else policy.lag_seconds
        self.period: list[float] = []
        self.waiting: list[tuple[float, float | None]] = []
        self.seen: list[float | None] = []
        self.made = 0
        self.acted_at = -math.inf

    def measure(self, sample: Floats) -> None:
        """Keep the load of ten seconds, and publish it with its period."""
        serving, now = sample[Sample.SERVING], sample[Sample.NOW_SECONDS]
        if self.policy.metric is Metric.NO_CAPACITY:
            self.period.append(0.0 if serving else float(sample[Sample.REFUSED]))
        elif serving > 0:
            load = sample[LOADS[self.policy.metric]]
            self.period.append(float(load if self.policy.metric is Metric.UTILIZATION else load / serving))
        if now >= (self.made + 1) * self.period_seconds:
            self.made += 1
            self.waiting.append((self.made * self.period_seconds + self.lag, self.datapoint()))
            self.period = []

    def datapoint(self) -> float | None:
        """Return the period's value; none when it is missing."""
        if not self.period:
            return None
        total = 0.0
        for each in self.period:
            total += each
        meant = self.policy.metric in (Metric.CONCURRENCY, Metric.UTILIZATION)
        value = max(self.period) if self.policy.metric is Metric.CONCURRENCY_PEAK else total
        value = total / len(self.period) if meant else value
        reported = self.policy.zero_reported and self.policy.metric is not Metric.NO_CAPACITY
        return value if value or reported else None

    def in_a_row(self) -> int:
        """Return how many datapoints breach up to the last; missing ones do not count, unless they are all there is."""
        count = missing = 0
        for value in reversed(self.seen):
            missing = missing + 1 if value is None else 0
            if missing >= self.policy.periods or (value is not None and not self.past(value)):
                break
            count += value is not None
        return count

    def past(self, value: float) -> bool:
        """Return whether *value* is beyond the threshold."""
        return value > self.policy.threshold if self.policy.rising else value < self.policy.threshold

    def goal(self, value: float, count: int) -> int:
        """Return the count, 0 or more, that the step for *value* makes of *count*."""
        return max(0, self.stepped(value, count))

    def stepped(self, value: float, count: int) -> int:
        """Return the same without a lower end."""
        distance = abs(value - self.policy.threshold)
        amount = ([0] + [step.amount for step in self.policy.steps if step.beyond <= distance])[-1]
        match self.policy.way:
            case Way.CHANGE:
                return count + amount
            case Way.EXACT:
                return amount
        change = count * amount / 100
        whole = math.floor(abs(change)) if abs(change) >= 1 else math.ceil(abs(change))
        return count + (whole if change > 0 else -whole)


class PlainStepScaling:
    """The same decisions as `step_alarm.stepping`."""

    def __init__(self, scaling: StepScaling) -> None:
        """Begin with every alarm off."""
        self.alarms = [PlainAlarm(policy) for policy in scaling.policies]
        self.out_at = self.in_at = -math.inf
        self.base = 0

    def decide(self, sample: Floats) -> int:
        """Return the wanted number after the ten seconds of *sample*."""
        asked = [goal for goal in (self.step(alarm, sample) for alarm in self.alarms) if goal is not None]
        return max(asked) if asked else int(sample[Sample.WANTED])

    def step(self, alarm: PlainAlarm, sample: Floats) -> int | None:
        """Return what the last datapoint seen makes one policy ask for."""
        alarm.measure(sample)
        goal = None
        while alarm.waiting and alarm.waiting[0][0] <= sample[Sample.NOW_SECONDS]:
            value = alarm.waiting.pop(0)[1]
            alarm.seen.append(value)
            if value is not None and alarm.in_a_row() >= alarm.policy.periods:
                goal = self.act(alarm, value, sample)
        return goal

    def act(self, alarm: PlainAlarm, value: float, sample: Floats) -> int | None:
        """Return what a policy whose alarm is on asks for, none for nothing."""
        now, wanted = float(sample[Sample.NOW_SECONDS]), int(sample[Sample.WANTED])
        if alarm.in_a_row() != alarm.policy.periods and now < alarm.acted_at + 60:
            return None
        alarm.acted_at = now
        cooldown = alarm.policy.cooldown_seconds
        cooling = now < self.out_at + cooldown
        goal = alarm.goal(value, self.base if cooling else wanted)
        if goal > wanted:
            if not cooling:
                self.out_at, self.base = now, wanted
            self.in_at = -math.inf
            return goal
        if cooling or now < self.in_at + cooldown or goal == wanted:
            return None
        self.in_at = now
        return goal
