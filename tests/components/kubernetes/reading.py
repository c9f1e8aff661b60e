"""Manifests, read back into the planner's own autoscalers; KeyError or ValueError for what it cannot simulate."""

from decimal import Decimal
from typing import Any

from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.hpa_rules import Pace, Rules
from modelhost.planner.autoscalers.keda_cron import KedaCron, Window
from modelhost.planner.clock import WEEK_SECONDS
from modelhost.spec.kubernetes.behavior import Select, Unit
from tests.components.kubernetes.case import DEFAULT_TOLERANCE

DAY_SECONDS, DAYS = 86_400, 7


def hpa(spec: dict[str, Any]) -> tuple[Hpa, int, int]:
    """Return what the planner would simulate for the `spec` of an autoscaler, and its bounds."""
    [metric] = spec["metrics"]
    behavior = spec.get("behavior", {})
    up, down = behavior.get("scaleUp"), behavior.get("scaleDown")
    load, target = _target(metric)
    policy = Hpa(load, target, _tolerance(up), _tolerance(down), _rules(up), _rules(down))
    return policy, int(spec["minReplicas"]), int(spec["maxReplicas"])


def keda_cron(spec: dict[str, Any]) -> tuple[KedaCron, int, int]:
    """Return what the planner would simulate for the `spec` of a scaled object of cron triggers, and its bounds."""
    if "advanced" in spec or {each["type"] for each in spec["triggers"]} != {"cron"}:
        raise ValueError("only cron triggers without a behavior are simulated")
    windows = [window for each in spec["triggers"] for window in _windows(each["metadata"])]
    ordered = tuple(sorted(windows, key=lambda each: each.start_seconds))
    policy = KedaCron(
        ordered, poll_seconds=float(spec["pollingInterval"]), cooldown_seconds=float(spec["cooldownPeriod"])
    )
    return policy, int(spec["minReplicaCount"]), int(spec["maxReplicaCount"])


def quantity(text: str) -> float:
    """Return the number that a quantity tells."""
    return float(Decimal(text.removesuffix("m")) / 1000) if text.endswith("m") else float(text)


def _target(metric: dict[str, Any]) -> tuple[Load, float]:
    """Return what is measured and the wanted value."""
    if metric["type"] == "Resource":
        return Load.UTILIZATION, metric["resource"]["target"]["averageUtilization"] / 100
    return Load.CONCURRENCY, quantity(metric["pods"]["target"]["averageValue"])


def _tolerance(direction: dict[str, Any] | None) -> float:
    """Return the tolerance of one direction, the cluster's where it has none."""
    return quantity(direction["tolerance"]) if direction and "tolerance" in direction else DEFAULT_TOLERANCE


def _rules(direction: dict[str, Any] | None) -> Rules | None:
    """Return the rules of one direction."""
    if direction is None:
        return None
    paces = [Pace(Unit(each["type"]), each["value"], each["periodSeconds"]) for each in direction["policies"]]
    return Rules(direction["stabilizationWindowSeconds"], tuple(paces), Select(direction["selectPolicy"]))


def _windows(trigger: dict[str, str]) -> list[Window]:
    """Return the windows of one trigger: from each start to the first end after it."""
    ends = _firings(trigger["end"])
    lengths = {start: min((end - start - 1) % WEEK_SECONDS + 1 for end in ends) for start in _firings(trigger["start"])}
    return [
        Window(start, (start + length) % WEEK_SECONDS, int(trigger["desiredReplicas"]))
        for start, length in lengths.items()
    ]


def _firings(cron: str) -> list[float]:
    """Return the seconds since Monday, midnight, at which five fields fire."""
    minute, hour, _, _, days = cron.split()
    numbers = range(DAYS) if days == "*" else [day for part in days.split(",") for day in _range(part)]
    return [(day - 1) % DAYS * DAY_SECONDS + int(hour) * 3600 + int(minute) * 60 for day in numbers]


def _range(part: str) -> range:
    """Return the days of a number or of two with a hyphen between."""
    first, _, last = part.partition("-")
    return range(int(first), int(last or first) + 1)
