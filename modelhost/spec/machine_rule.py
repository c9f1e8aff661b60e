"""Does a machine type exist, does the region offer it, has the model a container for it, and does it fit?"""

from modelhost.catalog import region as offers
from modelhost.catalog.machine import Machine, machines, similar
from modelhost.catalog.machine import machine as catalogued
from modelhost.footprint.fit import misfits
from modelhost.spec.base import Findings, Place
from modelhost.spec.model import ModelSpec


def unknown_machine(name: str) -> str:
    """Return what to say of a machine type that the catalogue does not know."""
    close = similar(name)
    hint = f"did you mean {close}?" if close else "write one such as ml.m7i.large or ml.g6.xlarge"
    return f"{name!r} is not a machine type that the catalogue knows; {hint}"


def known(place: Place, name: str, region: str | None) -> Findings:
    """Yield that the catalogue does not know the machine type *name*, or that *region* does not offer it."""
    if name not in machines():
        yield place, unknown_machine(name)
    elif region is not None:
        yield from offered(place, name, region)


def offered(place: Place, name: str, region: str) -> Findings:
    """Yield that *region* does not offer the machine type *name*, with the nearest that it does."""
    if name in machines() and not offers.offered(name, region):
        nearest = ", ".join(offers.nearest(name, region))
        yield (
            place,
            f"{name} is not offered in {region} (as of {offers.snapshot_date(region)}); nearest there: {nearest}",
        )


def contained(place: Place, model: ModelSpec, name: str, region: str | None) -> Findings:
    """Yield that there is no container of the framework of *model*, which stands at *place*, for the machine *name*."""
    if region is None or name not in machines() or model.framework is None:
        return
    try:
        model.image_uri(region, catalogued(name))
    except LookupError as error:
        yield (*place, "version" if model.version else "framework"), str(error)


def fits(
    place: Place, model: ModelSpec, name: str, region: str | None = None, accelerators: int | None = None
) -> Findings:
    """Yield why *model* does not fit the machine *name*, or *accelerators* of it, which stands at *place*."""
    if name not in machines():
        return
    machine, described = catalogued(name), model.known_architecture
    if described is not None:
        # Imported here: most stacks describe no model.
        from modelhost.footprint.verdict import refusals

        here = machine._replace(accelerator_count=accelerators or machine.accelerator_count)
        found = refusals(described, here, model.served(described), region, split=model.split is None)
        yield from ((place, text) for text in found)
    elif model.known_gib is not None:
        for text in misfits(model.known_gib, machine):
            yield place, f"{text}; take a larger machine than {name}, or a smaller dtype"


def alike(place: Place, name: str, first: str) -> Findings:
    """Yield that *name*, which stands at *place*, runs another container than the machine *first*."""
    if name not in machines() or first not in machines():
        return
    one, other = catalogued(first), catalogued(name)
    if _container(one) != _container(other):
        text = f"{name} ({other.text}, {other.architecture}) runs another container than {first} ({one.text}, "
        text += f"{one.architecture}), and the endpoint has one"
        yield place, f"{text}; take machines of one kind"


def _container(machine: Machine) -> tuple[str, bool, bool]:
    """Return what decides which container runs."""
    return machine.architecture, machine.gpu, machine.accelerator is not None
