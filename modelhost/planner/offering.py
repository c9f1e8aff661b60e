"""Which machine types may serve an endpoint, and what is known of each: fit, price, start-up, service time."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from modelhost.catalog.machine import Machine, machines
from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.price import hourly_price, usd_per_hour
from modelhost.catalog.region import offered
from modelhost.footprint.fit import misfits
from modelhost.footprint.parallel import roomiest
from modelhost.footprint.startup import startup_seconds as estimated
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer
from modelhost.planner.service.move import moved
from modelhost.planner.service.service import Service
from modelhost.price.option import Option, rate
from modelhost.spec.endpoint import EndpointSpec

MOST_MACHINES = 15
"""Machine types that are looked at when nobody names them."""
OF_A_FAMILY = 3
"""Sizes of one family among them."""
ALIKE = 0.1
"""Machines whose prices per capacity differ by less than this share are of about the same value."""
STARTUP_SPREAD = 0.15
"""Assumed standard deviation of a start-up over its mean: only means and medians are published."""


def likely(endpoint: EndpointSpec, service: Service, region: str) -> list[str]:
    """Return the machine types to look at: today's, the ladder's, and the best others by price per capacity."""
    own = [name for name in (endpoint.machine, service.machine, *endpoint.scaling.sizes) if name in machines()]
    chosen = list(dict.fromkeys(name for name in own if name is not None))
    families = Counter(catalogued(name).family for name in chosen)
    for _, _, name in sorted(_valued(service, region)):
        family = catalogued(name).family
        if len(chosen) >= MOST_MACHINES:
            break
        if name not in chosen and families[family] < OF_A_FAMILY:
            chosen.append(name)
            families[family] += 1
    return chosen


def offer(
    endpoint: EndpointSpec,
    name: str,
    region: str,
    service: Service,
    startup_seconds: float | None,
    quota: int | None,
) -> Offer | None:
    """Return what is known of the machine type *name*; none without a price, or when nothing tells its speed."""
    machine, price = catalogued(name), hourly_price(name, region)
    if price is None:
        return None
    try:
        there = moved(service, catalogued(service.machine), machine)
    except LookupError:
        return None
    mean = startup_seconds or endpoint.startup_seconds or estimated(endpoint.model.known_gib or 0.0, machine.gpu)
    startup = Startup(float(mean), STARTUP_SPREAD * mean)
    source = f"{price.source}; {price.note}" if price.note else price.source
    return Offer(there, price.usd, startup, source, quota, _misfit(endpoint, machine))


def paid(offers: Sequence[Offer], region: str, option: Option) -> tuple[tuple[Offer, ...], float | None]:
    """Return *offers* with the prices of *option*, and the price of a commitment over that on demand, if asked for."""
    rates = {each.machine: rate(option, each.machine, region) for each in offers}
    if option is Option.ON_DEMAND:
        return tuple(offers), None
    if option is Option.COMMITTED:
        ratios = [each.ratio for each in rates.values() if each is not None]
        return tuple(offers), median(ratios) if ratios else None
    found = ((each, rates[each.machine]) for each in offers)
    return tuple(replace(each, usd_per_hour=r.usd_per_hour, price_source=r.source) for each, r in found if r), None


def _valued(service: Service, region: str) -> Iterator[tuple[int, float, str]]:
    """Yield (price over capacity in steps, price, machine type) of what *region* offers and *service* can move to.

    Of machines of about the same value the smaller come first: they follow the load more closely.
    """
    origin = catalogued(service.machine)
    for name in machines():
        machine = catalogued(name)
        price = usd_per_hour(name, region)
        if price is None or machine.burstable or not offered(name, region):
            continue
        try:
            there = moved(service, origin, machine)
        except LookupError:
            continue
        yield round(math.log(price / _capacity(there)) / ALIKE), price, name


def _capacity(service: Service) -> float:
    """Return the requests per second that a busy replica finishes."""
    company = np.arange(1, service.slots + 1)
    return float((company / service.slowdown).max() / service.work.mean_seconds)


def _misfit(endpoint: EndpointSpec, machine: Machine) -> str:
    """Return why the model does not fit *machine*; empty when it does, or when nothing is known of it."""
    architecture = endpoint.model.known_architecture
    if architecture is None:
        return "; ".join(misfits(endpoint.model.known_gib or 0.0, machine))
    _, memory = roomiest(architecture, machine, endpoint.model.served(architecture))
    if memory.fits:
        return ""
    needs = memory.usable_gib - memory.free_gib
    return f"needs {needs:.1f} GiB on each accelerator, {memory.usable_gib:.1f} are usable"
