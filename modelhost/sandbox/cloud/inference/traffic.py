"""Which variant answers a request: by weight, evenly and without chance, also while a deployment shifts traffic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelhost.sandbox.cloud.call import RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.sagemaker.deployment import phase_at
from modelhost.sandbox.cloud.sagemaker.transition import UPDATING, Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

SHELF = "traffic"
FULL_PERCENT = 100


def variant_for(endpoint: Endpoint, region: str, cloud: Cloud, wanted: str | None) -> Variant:
    """Give the variant that is asked for, or the one whose turn it is."""
    shares = _shares(endpoint, cloud.now())
    if wanted is not None:
        shares = [one for one in shares if one[0].name == wanted]
        if not shares:
            raise RefusalError("ValidationError", f"Variant {wanted} not found for Request", 400)
    if len(shares) == 1:
        return shares[0][0]
    weights = {str(index): share for index, (_, share) in enumerate(shares)}
    return shares[int(_turn(weights, endpoint.name, region, cloud))][0]


def _shares(endpoint: Endpoint, now: float) -> list[tuple[Variant, float]]:
    """Give the variants with their part of the traffic: those in service, and those that a deployment activates."""
    live = [variant for variant in endpoint.variants if not variant.shadow]
    change = endpoint.transition
    if change is None or not change.deploys or change.status != UPDATING or change.rolls_back(now):
        return [(variant, variant.weight) for variant in live]
    shifted = {one.name: _shifted(endpoint, one, change.fraction(now)) for one in change.variants if not one.shadow}
    staying = [(one, one.weight * (1 - shifted.get(one.name, 0.0))) for one in live]
    coming = [(one, one.weight * shifted[one.name]) for one in change.variants if not one.shadow]
    return [one for one in (*staying, *coming) if one[1] > 0] or [(one, one.weight) for one in live]


def _shifted(endpoint: Endpoint, variant: Variant, fraction: float) -> float:
    count = max(1, variant.desired)
    return min(1.0, phase_at(endpoint.deployment, count, fraction).instances / count)


def _turn(weights: Mapping[str, float], name: str, region: str, cloud: Cloud) -> str:
    """Take turns so that any stretch of requests is split by the weights as evenly as can be."""
    credit: dict[str, Any] = cloud.shelf(SHELF).setdefault((region, name), {})
    for key in list(credit):
        if key not in weights:
            del credit[key]
    total = sum(weights.values()) or 1.0
    for key, weight in weights.items():
        credit[key] = credit.get(key, 0.0) + weight
    chosen = max(weights, key=lambda key: (credit[key], -int(key)))
    credit[chosen] -= total
    return chosen


def sampled(percent: float, counter: str, region: str, cloud: Cloud) -> bool:
    """Tell whether this request is one of the percent that are sampled, evenly and without chance."""
    seen: int = cloud.shelf(SHELF).get((region, counter), 0) + 1
    cloud.shelf(SHELF)[region, counter] = seen
    return int(seen * percent / FULL_PERCENT) > int((seen - 1) * percent / FULL_PERCENT)
