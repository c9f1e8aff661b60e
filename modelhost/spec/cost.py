"""What an environment costs a month at least and at most, line by line, as its stack file describes it."""

from collections.abc import Mapping

from modelhost.price.fixed import interface_endpoints, kms_keys, nat_gateways
from modelhost.price.line import Line
from modelhost.price.machine import replicas
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.network import Nat
from modelhost.spec.usage import mean_replicas, usages

__all__ = ["ceiling", "floor", "mean_replicas"]

INTERFACE_SERVICES = 7
"""Services that a network of ours reaches privately."""
SERVERLESS = "no price of serverless inference is known; it is paid by the request, and by provisioned concurrency"


def floor(environment: EnvironmentSpec, region: str) -> list[Line]:
    """Return what *environment* costs with the fewest replicas that its scaling allows, over a scheduled week."""
    return [*_platform(environment), *_endpoints(environment, region, "floor")]


def ceiling(environment: EnvironmentSpec, region: str) -> list[Line]:
    """Return what *environment* costs with the most replicas that its scaling allows, over a scheduled week."""
    return [*_platform(environment), *_endpoints(environment, region, "ceiling")]


def _endpoints(environment: EnvironmentSpec, region: str, side: str) -> list[Line]:
    """Return a line for each endpoint and further variant; one without a known price counts nothing and says so."""
    lines = []
    for key, endpoint in environment.endpoints.items():
        if endpoint.machine is None:
            lines.append(Line(key, 0.0, SERVERLESS))
        for usage in usages(key, endpoint, region):
            lines.append(_machines(usage.what, usage.floor if side == "floor" else usage.ceiling, region))
    return lines


def _machines(what: str, counts: Mapping[str, float], region: str) -> Line:
    """Return one line for instances of one or several machine types."""
    lines = {name: replicas(what, name, region, round(count, 4)) for name, count in counts.items()}
    unpriced = [name for name, line in lines.items() if line is None]
    if unpriced:
        return Line(what, 0.0, f"no price of {' and '.join(unpriced)} is known")
    priced = [line for line in lines.values() if line is not None]
    sums = " + ".join(line.basis.partition(", ")[0] for line in priced)
    return Line(what, round(sum(line.usd_per_month for line in priced), 2), f"{sums}, {_source(priced[0])}")


def _source(line: Line) -> str:
    """Return where the price of *line* comes from."""
    return line.basis.partition(", ")[2]


def _platform(environment: EnvironmentSpec) -> list[Line]:
    """Return the lines of the platform, when it is in this stack."""
    network = environment.network
    lines: list[Line] = []
    if environment.platform is not None:
        return lines
    # One key encrypts artifacts, volumes and logs; the topic has its own, which AWS's alarms may use.
    keys = [environment.storage.kms_key_arn, environment.notify.topic_arn].count(None)
    if keys:
        lines.append(kms_keys(keys))
    if network.existing is not None:
        return lines
    gateways = {Nat.NONE: 0, Nat.SINGLE: 1, Nat.PER_ZONE: network.zones}[network.nat]
    if gateways:
        lines.append(nat_gateways(gateways))
    if network.interface_endpoints:
        lines.append(interface_endpoints(INTERFACE_SERVICES, network.zones))
    return lines
