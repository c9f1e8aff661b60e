"""What an environment costs a month at least and at most, line by line, as its stack file describes it."""

from modelhost.price.fixed import interface_endpoints, kms_keys, nat_gateways
from modelhost.price.line import Line
from modelhost.price.machine import replicas
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.network import Nat
from modelhost.spec.schedule import Bounds
from modelhost.spec.strategy import Auto
from modelhost.spec.week import mean_bounds

INTERFACE_SERVICES = 7
"""Services that a network of ours reaches privately."""


def floor(environment: EnvironmentSpec, region: str) -> list[Line]:
    """Return what *environment* costs with the fewest replicas that its scaling allows, over a scheduled week."""
    return [*_platform(environment), *_endpoints(environment, region, "min")]


def ceiling(environment: EnvironmentSpec, region: str) -> list[Line]:
    """Return what *environment* costs with the most replicas that its scaling allows, over a scheduled week."""
    return [*_platform(environment), *_endpoints(environment, region, "max")]


def mean_replicas(endpoint: EndpointSpec) -> tuple[float, float]:
    """Return the fewest and the most replicas of *endpoint*, each as the mean over a scheduled week."""
    chosen = endpoint.in_force()
    base = Bounds(chosen.min, chosen.max) if isinstance(chosen, Auto) else Bounds(chosen.count, chosen.count)
    return mean_bounds(dict(enumerate(chosen.schedule)), base)


def _endpoints(environment: EnvironmentSpec, region: str, side: str) -> list[Line]:
    """Return a line for each endpoint; one without a known price counts nothing and says so."""
    lines = []
    for key, endpoint in environment.endpoints.items():
        count = mean_replicas(endpoint)[0 if side == "min" else 1]
        if endpoint.machine is None:
            continue
        line = replicas(key, endpoint.machine, region, round(count, 4))
        lines.append(line or Line(key, 0.0, f"no price of {endpoint.machine} is known"))
    return lines


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
