"""Weights of the variants, and instances of those beside the main one, as the program gives them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.failure import EndpointError, explain
from modelhost.provider.sagemaker.instance_owner import wanted_count
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.wait import despite_motion, settle_existing


@dataclass(frozen=True)
class Shares:
    """What the program says about weights and instances by variant."""

    weights: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def shares(properties: Properties) -> Shares:
    """What inputs or outputs say."""
    return Shares(properties.get("variantWeights") or {}, properties.get("variantCounts") or {})


def changed_shares(live: Live, before: Shares, wanted: Shares) -> Shares:
    """What to set: what the program changed and is not so yet; what somebody else changed since then stays."""
    counts = {v: wanted_count(before.counts.get(v), n, live.counts.get(v)) for v, n in wanted.counts.items()}
    return Shares(
        weights={
            v: weight
            for v, weight in wanted.weights.items()
            if v in live.weights and not (same(weight, before.weights.get(v)) or same(weight, live.weights[v]))
        },
        counts={v: count for v, count in counts.items() if count is not None},
    )


def own_shares(context: Context, live: Live, before: Shares, wanted: Shares) -> Live:
    """Set weights and instances that the program changed, in one call, and wait until they are true."""
    _refuse_unknown(live, wanted)
    change = changed_shares(live, before, wanted)
    if not (change.weights or change.counts):
        return live
    context.log("info", f"endpoint {live.name}: setting weights {dict(change.weights)}, counts {dict(change.counts)}")
    set_shares = context.client("sagemaker").update_endpoint_weights_and_capacities
    request = {"EndpointName": live.name, "DesiredWeightsAndCapacities": _requests(change)}
    despite_motion(context, live.name, partial(set_shares, **request))
    after = settle_existing(context, live.name)
    rest = changed_shares(after, Shares(), change)
    if rest.weights or any(after.counts.get(v) != count for v, count in change.counts.items()):
        raise EndpointError(
            f"endpoint {live.name} did not take weights {dict(change.weights)} and counts {dict(change.counts)}: "
            f"{explain(live.name, after.failure_reason)}"
        )
    return after


def found_shares(applied: Shares, live: Live) -> Properties:
    """The weights and counts that a refresh finds, of the variants that the program speaks of."""
    live_weights = {v: live.weights.get(v, weight) for v, weight in applied.weights.items()}
    weights = {v: w if same(w, live_weights[v]) else live_weights[v] for v, w in applied.weights.items()}
    counts = {v: live.counts.get(v, count) for v, count in applied.counts.items()}
    return {**({"variantWeights": weights} if weights else {}), **({"variantCounts": counts} if counts else {})}


def same(one: float, other: float | None) -> bool:
    """Whether two weights are the same; SageMaker keeps them in single precision."""
    return other is not None and math.isclose(one, other, rel_tol=1e-5)


def _requests(change: Shares) -> list[dict[str, Any]]:
    return [
        {
            "VariantName": variant,
            **({"DesiredWeight": change.weights[variant]} if variant in change.weights else {}),
            **({"DesiredInstanceCount": change.counts[variant]} if variant in change.counts else {}),
        }
        for variant in dict.fromkeys((*change.weights, *change.counts))
    ]


def _refuse_unknown(live: Live, wanted: Shares) -> None:
    strange = sorted({*wanted.weights, *wanted.counts} - {*live.variants})
    if strange:
        raise EndpointError(
            f"endpoint {live.name} has no variant {', '.join(strange)}; variantWeights and variantCounts may name "
            f"{', '.join(live.variants)}"
        )
