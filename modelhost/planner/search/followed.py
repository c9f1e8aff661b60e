"""The policies of a scaling block as the simulator's autoscaler."""

from collections.abc import Mapping

from modelhost.catalog.machine import Machine
from modelhost.catalog.machine import machine as catalogued
from modelhost.planner.autoscalers.autoscaler import Autoscaler
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import Step, StepPolicy, StepScaling, Way
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.spec.ladder import Ladder
from modelhost.spec.load_metric import INSTANCES, SERVICE
from modelhost.spec.metric import CustomizedMetric
from modelhost.spec.step import StepScaling as StepWords
from modelhost.spec.strategy.strategy import Strategy
from modelhost.spec.target import Target
from modelhost.spec.target_metric import TargetMetric

PER_CENT = 100.0
METRICS: Mapping[str, Metric] = {
    "InvocationsPerInstance": Metric.INVOCATIONS,
    "ConcurrentRequestsPerModel": Metric.CONCURRENCY_PEAK,
    "CPUUtilization": Metric.UTILIZATION,
}
"""CloudWatch's metrics that the simulator can follow."""
UNSEEN = "the simulator shows autoscalers no latency"
UNKNOWN = {
    "ModelLatency": UNSEEN,
    "GPUUtilization": "how busy a GPU looks is not known of a model, for one request may fill it",
    "GPUMemoryUtilization": "what a server keeps in the memory of a GPU does not follow its load",
    "MemoryUtilization": "how memory follows the load is not known of a model",
}
"""Why the others are not followed."""
WAYS = {"ChangeInCapacity": Way.CHANGE, "PercentChangeInCapacity": Way.PERCENT, "ExactCapacity": Way.EXACT}
MEANT = "it says little of what they compute; follow concurrency or invocations"


def autoscaler(chosen: Strategy, machine: Machine | None) -> Autoscaler:
    """Return what moves the replicas of *chosen* on *machine*; ValueError for a load that cannot be simulated."""
    if chosen.demand_ladder is not None:
        return climbing(chosen.demand_ladder)
    if not chosen.follows_demand:
        return Fixed()
    targets: list[Target] = getattr(chosen, "targets", [])
    steps: list[StepWords] = getattr(chosen, "steps", [])
    trackings = tuple(tracking(each, machine) for each in targets)
    policies = tuple(stepping(each, machine) for each in steps)
    if len(trackings) == 1 and not policies:
        return trackings[0]
    return Several(trackings, policies) if trackings else StepScaling(policies)


def followed(found: Autoscaler) -> tuple[Metric, ...]:
    """Return the loads that an autoscaler follows."""
    match found:
        case TargetTracking():
            return (found.metric,)
        case StepScaling():
            return tuple(each.metric for each in found.policies)
        case Several():
            steps = tuple(each.metric for each in found.policies)
            return (*(each.metric for each in found.trackings), *steps)
    return ()


def tracking(target: Target, machine: Machine | None) -> TargetTracking:
    """Return the target tracking that AWS makes of *target*."""
    metric, scale = _predefined(target) or _customized(target.customized, machine, f"target {target.metric}")
    return TargetTracking(
        metric,
        target.value / scale,
        scale_out_cooldown_seconds=target.scale_out_cooldown_seconds,
        scale_in_cooldown_seconds=target.scale_in_cooldown_seconds,
        scale_in=target.scale_in,
    )


def stepping(words: StepWords, machine: Machine | None) -> StepPolicy:
    """Return the step policy and its alarm that AWS makes of *words*."""
    metric, scale = _customized(words.metric, machine, f"steps {words.name}")
    rising = words.comparison.startswith("Greater")
    near = [(each.lower if rising else each.upper) or 0.0 for each in words.adjustments]
    return StepPolicy(
        metric,
        words.threshold / scale,
        tuple(Step(abs(edge) / scale, each.change) for edge, each in zip(near, words.adjustments, strict=True)),
        rising=rising,
        way=WAYS[words.adjustment_type],
        periods=words.periods,
        period_seconds=float(words.period_seconds),
        cooldown_seconds=words.cooldown_seconds,
    )


def climbing(ladder: Ladder) -> StepScaling:
    """Return the alarms that move a fleet up and down its *ladder*, whose place takes the place of a count.

    Thresholds are those of the first step; as shares of a machine they mean the same on all of them.
    """
    first, second = ladder.rungs[:2]
    metric, scale = _customized(ladder.metric, catalogued(first.size), "ladder")
    _, larger = _customized(ladder.metric, catalogued(second.size), "ladder")
    period, cooldown = float(ladder.period_seconds), float(ladder.cooldown_seconds)
    up, down = (first.up_above or 0.0) / scale, (second.down_below or 0.0) / larger
    larger_above = StepPolicy(metric, up, (Step(0.0, 1),), True, Way.CHANGE, ladder.up_periods, period, cooldown)
    smaller_below = StepPolicy(metric, down, (Step(0.0, -1),), False, Way.CHANGE, ladder.down_periods, period, cooldown)
    return StepScaling((larger_above, smaller_below))


def _predefined(target: Target) -> tuple[Metric, float] | None:
    """Return Application Auto Scaling's own metric of *target*; none where CloudWatch's is followed."""
    own = {TargetMetric.INVOCATIONS: Metric.INVOCATIONS, TargetMetric.CONCURRENCY: Metric.CONCURRENCY}
    return (own[target.metric], 1.0) if target.predefined and target.metric in own else None


def _customized(metric: CustomizedMetric | None, machine: Machine | None, place: str) -> tuple[Metric, float]:
    """Return a CloudWatch metric as the simulator's, and its value for each unit of that; ValueError if there is none.

    Of machines without accelerators CPU use is assumed to be the share of the slots that compute.
    """
    name = metric.metric_name if metric and metric.namespace in (SERVICE, INSTANCES) else ""
    if name not in METRICS:
        shown = name or (metric.metric_name if metric else "it")
        reason = UNKNOWN.get(name, "only its owner knows how it follows the load")
        raise ValueError(f"scaling.{place}: {shown} cannot be simulated, as {reason}")
    if METRICS[name] is not Metric.UTILIZATION:
        return METRICS[name], 1.0
    if machine is None or machine.accelerator:
        raise ValueError(f"scaling.{place}: {name} of a machine with accelerators cannot be simulated; {MEANT}")
    return Metric.UTILIZATION, PER_CENT * machine.vcpus
