"""Scaling: what the stack file puts in force, and what Application Auto Scaling knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.fact import Fact
from modelhost.operate.standing.rule import rule
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.name import cloud_name

SERVICE = "application-autoscaling"
NAMESPACE = "sagemaker"
BASE = "base"
"""Ends the name of the component that carries the model of a components endpoint."""


class PolicyFact(Fact):
    """One scaling policy that AWS holds."""

    name: str
    kind: str
    """AWS's word for the sort of policy."""
    metric: str | None = None
    """Metric that it follows; none for a step policy, which an alarm calls."""
    target: float | None = None
    """Value of the metric that it holds."""
    steps: tuple[str, ...] = ()
    """What a step policy does, interval by interval of the distance to its alarm's threshold."""
    scale_in_cooldown_seconds: int | None = None
    scale_out_cooldown_seconds: int | None = None


class ScalingFact(Fact):
    """How one endpoint scales."""

    strategy: str
    """`horizontal`, `vertical` or `auto`."""
    follows_demand: bool = False
    """Whether the strategy moves the number of replicas with their load."""
    rule: str
    """The strategy in force, in words."""
    min_count: int | None = None
    """Lower bound that AWS holds; none when nothing scales it."""
    max_count: int | None = None
    """Upper bound that AWS holds."""
    suspended: bool = False
    """Whether scaling is suspended in any way."""
    policies: tuple[PolicyFact, ...] = ()
    kept: tuple[str, ...] = ()
    """Fields of the other strategies, kept but not in force."""


class ScalingAnswer(Fact):
    """What Application Auto Scaling says about one endpoint."""

    targets: tuple[dict[str, Any], ...]
    policies: tuple[dict[str, Any], ...]
    actions: tuple[dict[str, Any], ...]


def scaling_answers(cloud: Cloud, endpoints: Iterable[str]) -> dict[str, ScalingAnswer]:
    """Ask for everything at once, and sort it by endpoint; that of its base component is the endpoint's."""
    listings = {
        "targets": ("describe_scalable_targets", "ScalableTargets"),
        "policies": ("describe_scaling_policies", "ScalingPolicies"),
        "actions": ("describe_scheduled_actions", "ScheduledActions"),
    }
    listed = {
        what: list(cloud.items(SERVICE, operation, key, ServiceNamespace=NAMESPACE))
        for what, (operation, key) in listings.items()
    }
    return {
        name: ScalingAnswer(**{what: tuple(each for each in items if of(each, name)) for what, items in listed.items()})
        for name in endpoints
    }


def of(item: Mapping[str, Any], endpoint: str) -> bool:
    """Tell whether a target, policy or action belongs to *endpoint*, or to its base component."""
    scaled = str(item["ResourceId"])
    return scaled.startswith(f"endpoint/{endpoint}/") or scaled == f"inference-component/{base_component(endpoint)}"


def base_component(endpoint: str) -> str:
    """Return the name of the component that carries the model of a components endpoint."""
    return cloud_name(endpoint, BASE)


def scaling_fact(spec: EndpointSpec, answer: ScalingAnswer) -> ScalingFact:
    """Put what AWS answered next to what the stack file says."""
    target = answer.targets[0] if answer.targets else {}
    return ScalingFact(
        strategy=spec.scaling.strategy,
        follows_demand=spec.scaling.chosen.follows_demand,
        rule=in_force(spec),
        min_count=target.get("MinCapacity"),
        max_count=target.get("MaxCapacity"),
        suspended=any((target.get("SuspendedState") or {}).values()),
        policies=tuple(policy_fact(each) for each in answer.policies),
        kept=tuple(spec.scaling.kept()),
    )


def in_force(spec: EndpointSpec) -> str:
    """Say in words how an endpoint scales."""
    if spec.kind is EndpointKind.SERVERLESS and spec.provisioned_concurrency is None:
        most = spec.serverless.max_concurrency if spec.serverless else 1
        return f"on demand, at most {most} at once"
    return rule(spec.in_force())


def policy_fact(policy: Mapping[str, Any]) -> PolicyFact:
    """Return one policy as a fact."""
    stepping = policy.get("StepScalingPolicyConfiguration") or {}
    tracking = policy.get("TargetTrackingScalingPolicyConfiguration") or {}
    metric = (tracking.get("PredefinedMetricSpecification") or {}).get("PredefinedMetricType")
    return PolicyFact(
        name=policy["PolicyName"],
        kind=policy["PolicyType"],
        metric=metric or _customized(tracking.get("CustomizedMetricSpecification") or {}),
        target=tracking.get("TargetValue"),
        steps=tuple(step(each) for each in stepping.get("StepAdjustments") or ()),
        scale_in_cooldown_seconds=tracking.get("ScaleInCooldown"),
        scale_out_cooldown_seconds=tracking.get("ScaleOutCooldown"),
    )


def _customized(metric: Mapping[str, Any]) -> str | None:
    """Return the name of a customised metric; of one that is divided by another, that of the first."""
    stats = [
        query["MetricStat"]["Metric"].get("MetricName") for query in metric.get("Metrics", ()) if "MetricStat" in query
    ]
    return metric.get("MetricName") or next(iter(stats), None)


def step(adjustment: Mapping[str, Any]) -> str:
    """Write one step: its interval and by how much it changes the count."""
    low, high = adjustment.get("MetricIntervalLowerBound"), adjustment.get("MetricIntervalUpperBound")
    ends = ("" if low is None else f"{low:g}", "" if high is None else f"{high:g}")
    return f"{ends[0]}..{ends[1]}: {adjustment['ScalingAdjustment']:+d}"
