"""Target tracking again, slow and obvious: every datapoint is kept, and the alarms look back over all of them."""

import math

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.autoscaler import Sample
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking


class PlainTargetTracking:
    """The same decisions as `tracking_alarm.track`."""

    def __init__(self, policy: TargetTracking) -> None:
        """Begin without any datapoint."""
        self.policy = policy
        self.period: list[tuple[float, float]] = []
        self.waiting: list[tuple[float, float | None, float]] = []
        self.seen: list[float | None] = []
        self.ends_at = policy.metric.period_seconds
        self.out_at = self.in_at = self.acted_at = -math.inf

    def decide(self, sample: Floats) -> int:
        """Return the wanted number after the ten seconds of *sample*."""
        self.measure(sample)
        now, wanted = sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
        if now >= self.ends_at:
            served = sum(serving for _, serving in self.period) / max(len(self.period), 1)
            self.waiting.append((self.ends_at + self.policy.lag, self.datapoint(), served))
            self.ends_at += self.policy.metric.period_seconds
            self.period = []
        while self.waiting and self.waiting[0][0] <= now:
            _, value, served = self.waiting.pop(0)
            self.seen.append(value)
            wanted = self.act(value, served, sample) if value is not None else int(sample[Sample.WANTED])
        return wanted

    def measure(self, sample: Floats) -> None:
        """Keep what one replica bore, if any served."""
        load = Sample.ARRIVALS if self.policy.metric is Metric.INVOCATIONS else Sample.CONCURRENCY
        if sample[Sample.SERVING] > 0:
            self.period.append((sample[load] / sample[Sample.SERVING], sample[Sample.SERVING]))

    def datapoint(self) -> float | None:
        """Return the period's datapoint, none when it is missing."""
        if not self.period:
            return None
        value = 0.0
        for each, _ in self.period:
            value += each
        if self.policy.metric is Metric.CONCURRENCY:
            value /= len(self.period)
        return None if value == 0 and not self.policy.zero_reported else value

    def in_a_row(self, breaches: list[bool | None], points: int) -> int:
        """Return how many breach up to the last; missing ones do not count, unless nothing else was seen lately."""
        count = missing = 0
        for breach in reversed(breaches):
            missing = missing + 1 if breach is None else 0
            if breach is False or missing >= points:
                break
            count += breach is True
        return count

    def act(self, value: float, capacity: float, sample: Floats) -> int:
        """Return the wanted number after the datapoint *value*."""
        policy, now, wanted = self.policy, sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
        points_in = max(1, round(policy.seconds_in / policy.metric.period_seconds))
        floor = policy.target * policy.in_fraction
        high = self.in_a_row(
            [None if each is None else bool(each > policy.target) for each in self.seen], policy.points_out
        )
        low = self.in_a_row([None if each is None else bool(each < floor) for each in self.seen], points_in)
        if high < policy.points_out and low < points_in:
            return wanted
        if high != policy.points_out and low != points_in and now < self.acted_at + policy.action_seconds:
            return wanted
        self.acted_at = now
        return self.out(value, capacity, sample) if high >= policy.points_out else self.back(value, capacity, sample)

    def out(self, value: float, capacity: float, sample: Floats) -> int:
        """Return the number after a scale-out."""
        policy, now, wanted = self.policy, sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
        if policy.waits_for_starting and sample[Sample.STARTING] > 0:
            return wanted
        cooling = now < self.out_at + policy.scale_out_cooldown_seconds
        if policy.capacity_counts_starting and not cooling:
            capacity = max(capacity, wanted)
        needed = math.ceil(capacity * value / policy.target - 1e-9)
        if needed <= wanted:
            return wanted
        self.out_at = self.out_at if cooling else now
        self.in_at = -math.inf
        return needed

    def back(self, value: float, capacity: float, sample: Floats) -> int:
        """Return the number after a scale-in."""
        policy, now, wanted = self.policy, sample[Sample.NOW_SECONDS], int(sample[Sample.WANTED])
        if not policy.scale_in or now < self.in_at + policy.scale_in_cooldown_seconds:
            return wanted
        needed = math.ceil(capacity * value / policy.target - 1e-9)
        if policy.largest_step_in:
            needed = max(needed, wanted - policy.largest_step_in)
        if needed >= wanted:
            return wanted
        self.in_at = now
        return needed
