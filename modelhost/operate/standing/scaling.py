"""Scaling: what the stack file puts in force, and what Application Auto Scaling knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.fact import Fact
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.scaling import Auto, Horizontal, Vertical

SERVICE = "application-autoscaling"
NAMESPACE = "sagemaker"


class PolicyFact(Fact):
    """One scaling policy that AWS holds."""

    name: str
    kind: str
    """AWS's word for the sort of policy."""
    metric: str | None = None
    """Predefined metric that it follows."""
    target: float | None = None
    """Value of the metric that it holds."""
    scale_in_cooldown_seconds: int | None = None
    scale_out_cooldown_seconds: int | None = None


class ScalingFact(Fact):
    """How one endpoint scales."""

    strategy: str
    """`horizontal`, `vertical` or `auto`."""
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
    """Ask for everything at once, and sort it by endpoint."""
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
    """Tell whether a target, policy or action belongs to *endpoint*."""
    return str(item["ResourceId"]).startswith(f"endpoint/{endpoint}/")


def scaling_fact(spec: EndpointSpec, answer: ScalingAnswer) -> ScalingFact:
    """Put what AWS answered next to what the stack file says."""
    target = answer.targets[0] if answer.targets else {}
    return ScalingFact(
        strategy=str(spec.scaling.strategy),
        rule=rule(spec.in_force()),
        min_count=target.get("MinCapacity"),
        max_count=target.get("MaxCapacity"),
        suspended=any((target.get("SuspendedState") or {}).values()),
        policies=tuple(policy_fact(each) for each in answer.policies),
        kept=tuple(spec.scaling.kept()),
    )


def policy_fact(policy: Mapping[str, Any]) -> PolicyFact:
    """Return one policy as a fact."""
    tracking = policy.get("TargetTrackingScalingPolicyConfiguration") or {}
    metric = (tracking.get("PredefinedMetricSpecification") or {}).get("PredefinedMetricType")
    return PolicyFact(
        name=policy["PolicyName"],
        kind=policy["PolicyType"],
        metric=metric or (tracking.get("CustomizedMetricSpecification") or {}).get("MetricName"),
        target=tracking.get("TargetValue"),
        scale_in_cooldown_seconds=tracking.get("ScaleInCooldown"),
        scale_out_cooldown_seconds=tracking.get("ScaleOutCooldown"),
    )


def rule(strategy: Horizontal | Vertical | Auto) -> str:
    """Say in words what a strategy does."""
    match strategy:
        case Horizontal(count=count):
            return f"{count} {plural(count)}"
        case Vertical(size=size, sizes=sizes, count=count):
            step = f", step {sizes.index(size) + 1} of {len(sizes)}" if size in sizes else ""
            return f"{count} x {size}{step}"
        case Auto(min=low, max=high, target=target):
            return f"{low} to {high}, {target.value:g} {metric_words(str(target.metric))} per replica"


def metric_words(metric: str) -> str:
    """Return what a replica's load is counted in."""
    return {"concurrency": "requests in flight", "invocations": "requests a minute"}.get(metric, metric)


def plural(count: int) -> str:
    """Return replica or replicas."""
    return "replica" if count == 1 else "replicas"
