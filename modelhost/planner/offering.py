"""Which machine types may serve an endpoint, and what is known of each: fit, price, start-up, service time."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from modelhost.catalog.machine import Machine, machines
from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.price import hourly_price, usd_per_hour
from modelhost.catalog.region import offered
from modelhost.footprint.fit import misfits
from modelhost.footprint.startup import startup_seconds as estimated
from modelhost.footprint.verdict import refusals
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Startup
from modelhost.planner.question import Offer
from modelhost.planner.service.assume import assumed
from modelhost.planner.service.move import moved
from modelhost.planner.service.physical.estimate import estimate
from modelhost.planner.service.service import Service
from modelhost.planner.spot import interrupted
from modelhost.price.option import Option, rate
from modelhost.spec import machine_rule
from modelhost.spec.endpoint import EndpointSpec

MOST_MACHINES = 15
"""Machine types that are looked at when nobody names them."""
OF_A_FAMILY = 3
"""Sizes of one family among them."""
ALIKE = 0.1
"""Machines whose prices per capacity differ by less than this share are of about the same value."""
STARTUP_SPREAD = 0.15
"""Assumed standard deviation of a start-up over its mean: only means and medians are published."""


class Services(NamedTuple):
    """How a replica answers on any machine."""

    on: Callable[[str], Service]
    """Returns the service on a machine type; LookupError when nothing tells."""
    origin: str
    """Machine type that it was measured on, or that stands today."""


def services(endpoint: EndpointSpec, trace: Trace, measured: Service | None, factor: float) -> Services | None:
    """Return how *endpoint* answers on any machine, its times multiplied by *factor*; none when nothing tells.

    A language model goes by the physical model, held to what was *measured*; others are moved by data sheets.
    """
    architecture, cache = endpoint.model.known_architecture, dict[str, Service]()
    if measured is None and architecture is None:
        return None

    def on(name: str) -> Service:
        if name not in cache:
            cache[name] = made(catalogued(name)).scaled(factor)
        return cache[name]

    def made(machine: Machine) -> Service:
        if architecture is not None:
            served, free = endpoint.model.served(architecture), endpoint.model.split is None
            return estimate(architecture, machine, served, trace, measured=measured, may_split=free)
        assert measured is not None
        return moved(measured, catalogued(measured.machine), machine)

    return Services(on, measured.machine if measured else endpoint.machine or "")


def named(machines_given: Sequence[str], endpoint: EndpointSpec) -> list[str]:
    """Return the machine types that somebody gave, and today's to compare with; ValueError for unknown ones."""
    wrong = [f"--machines: {machine_rule.unknown_machine(each)}" for each in machines_given if each not in machines()]
    if wrong:
        raise ValueError("\n".join(wrong))
    scaling = endpoint.scaling
    moves = scaling.chosen.owns_size and (scaling.ladder or any(entry.size for entry in scaling.schedule))
    own = [name for name in (endpoint.machine, *(scaling.sizes if moves else ())) if name in machines()]
    return list(dict.fromkeys([*machines_given, *own]))


def likely(endpoint: EndpointSpec, known: Services, region: str) -> list[str]:
    """Return the machine types to look at: today's, the ladder's, and the best others by price per capacity."""
    own = [name for name in (endpoint.machine, known.origin, *endpoint.scaling.sizes) if name in machines()]
    chosen = list(dict.fromkeys(name for name in own if name is not None))
    families = Counter(catalogued(name).family for name in chosen)
    for _, _, name in sorted(_valued(known, region)):
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
    known: Services,
    startup_seconds: float | None,
    quota: int | None,
) -> Offer | None:
    """Return what is known of the machine type *name*; none without a price.

    Where nothing tells how it answers the service is a stand-in, and the misfit says so: it must not be replayed.
    """
    machine, price = catalogued(name), hourly_price(name, region)
    if price is None:
        return None
    misfit = next((text for _, text in machine_rule.offered((), name, region)), "")
    misfit = misfit or _misfit(endpoint, machine, region)
    try:
        there = known.on(name)
    except LookupError as error:
        there, misfit = assumed(name, 1.0), misfit or str(error)
    mean = startup_seconds or endpoint.startup_seconds or estimated(endpoint.model.known_gib or 0.0, machine.gpu)
    startup = Startup(float(mean), STARTUP_SPREAD * mean)
    source = f"{price.source}; {price.note}" if price.note else price.source
    return Offer(there, price.usd, startup, source, quota, misfit)


def paid(
    offers: Sequence[Offer], region: str, option: Option, interruptions_per_hour: float | None = None
) -> tuple[tuple[Offer, ...], float | None]:
    """Return *offers* with the prices of *option*, and the price of a commitment over that on demand, if asked for.

    *interruptions_per_hour* of a replica are those of spot; an assumed rate when none is given.
    """
    rates = {each.machine: rate(option, each.machine, region) for each in offers}
    if option is Option.ON_DEMAND:
        return tuple(offers), None
    if option is Option.COMMITTED:
        ratios = [each.ratio for each in rates.values() if each is not None]
        return tuple(offers), median(ratios) if ratios else None
    found = ((each, rates[each.machine]) for each in offers)
    return tuple(interrupted(each, spot, interruptions_per_hour) for each, spot in found if spot is not None), None


def _valued(known: Services, region: str) -> Iterator[tuple[int, float, str]]:
    """Yield (price over capacity in steps, price, machine type) of what *region* offers and is known to answer.

    Of machines of about the same value the smaller come first: they follow the load more closely.
    """
    for name in machines():
        price = usd_per_hour(name, region)
        if price is None or catalogued(name).burstable or not offered(name, region):
            continue
        try:
            there = known.on(name)
        except LookupError:
            continue
        yield round(math.log(price / _capacity(there)) / ALIKE), price, name


def _capacity(service: Service) -> float:
    """Return the requests per second that a busy replica finishes."""
    company = np.arange(1, service.slots + 1)
    return float((company / service.slowdown).max() / service.work.mean_seconds)


def _misfit(endpoint: EndpointSpec, machine: Machine, region: str) -> str:
    """Return why the model does not fit *machine*; empty when it does, or when nothing is known of it."""
    architecture = endpoint.model.known_architecture
    if architecture is None:
        return "; ".join(misfits(endpoint.model.known_gib or 0.0, machine))
    served = endpoint.model.served(architecture)
    return next(refusals(architecture, machine, served, region, endpoint.model.split is None), "")
