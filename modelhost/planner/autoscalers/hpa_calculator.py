"""How many pods the Kubernetes replica calculator proposes, from sums over the pods.

Source: Kubernetes documentation, "Horizontal Pod Autoscaling", algorithm details, and the controller's behaviour at
the version named in `tests/planner/autoscalers/hpa_cases.jsonl.gz`, whose answers it repeats. Values are whole
thousandths, as there; each division between whole numbers drops the rest.
"""

import math

from modelhost.planner.compiled import leaf

NO_ANSWER = -1
"""No pod has a metric, so that nothing is proposed."""


@leaf
def within(ratio: float, down: float, up: float) -> bool:
    """Return whether *ratio* of usage to target is too near to one to act, by the tolerances *down* and *up*."""
    return 1.0 - down <= ratio <= 1.0 + up


@leaf
def usage_ratio(total: int, pods: int, request: int, target: int) -> float:
    """Return usage over target of *pods* with *total* usage; *request* per pod makes it per cent, 0 leaves it plain."""
    usage = total // pods if request == 0 else total * 100 // (pods * request)
    return usage / target


@leaf
def per_pod(
    total: int,
    ready: int,
    unready: int,
    missing: int,
    current: int,
    target: int,
    request: int,
    down: float,
    up: float,
) -> int:
    """Return the pods for a metric of each pod, -1 for no answer.

    *total* is the usage of the *ready* pods; *unready* ones do not start to count yet, *missing* ones have no metric.
    A *request* of 0 is for a plain metric, whose *target* is a usage; else the *target* is per cent of the *request*.
    """
    if ready == 0:
        return NO_ANSWER
    ratio = usage_ratio(total, ready, request, target)
    waits = unready > 0 and ratio > 1.0
    if not waits and missing == 0:
        return current if within(ratio, down, up) else math.ceil(ratio * ready)
    counted = ready
    if ratio != 1.0:
        counted += missing
    if ratio < 1.0:
        total += missing * (target if request == 0 else request * max(100, target) // 100)
    if waits:
        counted += unready
    again = usage_ratio(total, counted, request, target)
    if within(again, down, up) or (ratio < 1.0 < again) or (again < 1.0 < ratio):
        return current
    proposed = math.ceil(again * counted)
    turned = (again < 1.0 and proposed > current) or (again > 1.0 and proposed < current)
    return current if turned else proposed


@leaf
def external(total: int, ready: int, current: int, target: int, down: float, up: float) -> int:
    """Return the pods for one value of *total* that is to be near the *target*, whatever their number."""
    ratio = total / target
    if current == 0:
        return math.ceil(ratio)
    return current if within(ratio, down, up) else math.ceil(ratio * ready)


@leaf
def external_per_pod(total: int, current: int, target: int, down: float, up: float) -> int:
    """Return the pods for a *total* that is shared out among them, *target* to each."""
    ratio = total / (target * current)
    return current if within(ratio, down, up) else math.ceil(total / target)
