"""How many instances of which machine types an endpoint runs on, as the mean over a scheduled week."""

from collections.abc import Mapping
from typing import NamedTuple

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.price import usd_per_hour
from modelhost.spec.calendar import Span, State, settled_week
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.variant import ChallengerSpec, ShadowSpec


class Usage(NamedTuple):
    """Instances of one part of an endpoint by machine type."""

    what: str
    """The endpoint, or its part."""
    floor: Mapping[str, float]
    """The fewest."""
    ceiling: Mapping[str, float]
    """The most."""


def usages(key: str, endpoint: EndpointSpec, region: str) -> list[Usage]:
    """Return what endpoint *key* runs on; nothing when serverless."""
    if endpoint.machine is None:
        return []
    week = settled_week(endpoint.scaling, endpoint.machine)
    found = [Usage(key, _floor(endpoint, week, region), _ceiling(endpoint, week, region))]
    awake = sum(span.share for span in week if not span.state.asleep)
    others: dict[str, ShadowSpec | ChallengerSpec] = {**endpoint.challengers}
    for name, variant in {**others, **({"shadow": endpoint.shadow} if endpoint.shadow else {})}.items():
        counts = {variant.machine or endpoint.machine: variant.count * awake}
        found.append(Usage(f"{key} ({name})", counts, counts))
    return found


def mean_replicas(endpoint: EndpointSpec) -> tuple[float, float]:
    """Return the fewest and the most replicas of *endpoint*, each as the mean over a scheduled week."""
    week = settled_week(endpoint.scaling, endpoint.machine)
    awake = [span for span in week if not span.state.asleep]
    return sum(span.share * span.state.min for span in awake), sum(span.share * span.state.max for span in awake)


def _floor(endpoint: EndpointSpec, week: list[Span], region: str) -> dict[str, float]:
    """Return the fewest instances, of the cheapest machine that may run."""
    counts: dict[str, float] = {}
    for share, state in week:
        name = min(_sizes(endpoint, state), key=lambda size: usd_per_hour(size, region) or 0.0)
        count = 0 if state.asleep else _fewest(endpoint, state, name)
        counts[name] = counts.get(name, 0.0) + share * count
    return counts


def _ceiling(endpoint: EndpointSpec, week: list[Span], region: str) -> dict[str, float]:
    """Return the most instances, of the dearest machine that may run."""
    counts: dict[str, float] = {}
    for share, state in week:
        name = max(_sizes(endpoint, state), key=lambda size: usd_per_hour(size, region) or 0.0)
        most = endpoint.instance_range.max if endpoint.kind is EndpointKind.COMPONENTS else state.max
        counts[name] = counts.get(name, 0.0) + share * (0 if state.asleep else most)
    return counts


def _fewest(endpoint: EndpointSpec, state: State, size: str) -> int:
    """Return the fewest instances in *state*: beneath components as many as hold the copies."""
    if endpoint.kind is not EndpointKind.COMPONENTS:
        return state.min
    copies = max(1, endpoint.share(size).copies(catalogued(size)))
    return max(endpoint.instance_range.min, -(-state.min // copies))


def _sizes(endpoint: EndpointSpec, state: State) -> list[str]:
    """Return the machine types that may run in *state*."""
    chosen = endpoint.in_force()
    if chosen.demand_ladder is not None:
        return chosen.ladder_sizes
    if endpoint.capacity is not None and endpoint.capacity.sizes:
        return endpoint.capacity.sizes
    return [state.size or endpoint.machine_type]
