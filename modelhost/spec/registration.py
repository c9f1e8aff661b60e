"""What is registered with Application Auto Scaling, and what cannot stand beside it."""

from collections.abc import Iterator, Sequence

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec.base import Findings, Place
from modelhost.spec.problem import dotted
from modelhost.spec.scaling import ScalingSpec


def registers(scaling: ScalingSpec) -> str | None:
    """Return the words that register a scalable target: demand, or counts by the clock; none where nothing does."""
    if scaling.chosen.follows_demand:
        return f"strategy {scaling.strategy}"
    for place, entry in scaling.entries():
        if entry.numbers():
            return dotted(("schedule", place, "count"))
    return None


def burstable(scaling: ScalingSpec, machine: str | None, instead: Sequence[str]) -> Findings:
    """Yield which of the machine types that may be live AWS does not scale: *machine*, and those *instead* of it."""
    what = registers(scaling)
    if what is None:
        return
    for place, name in _live(scaling, machine, instead):
        if name in machines() and catalogued(name).burstable:
            text = f"{name} is burstable, which AWS does not scale automatically, and {what} does"
            other = "take another family, such as ml.m5.large"
            yield place, f"{text}; {other}, or write strategy horizontal without counts in the schedule"


def gone_at_night(scaling: ScalingSpec) -> Findings:
    """Yield that what is registered goes with the endpoint whenever its hours end."""
    what = registers(scaling)
    if scaling.hours is None or what is None:
        return
    text = f"{scaling.hours.at!r} deletes the endpoint every evening, and what {what} registers for scaling goes with "
    text += "it, so that `pulumi up` and refresh fail until the morning"
    instead = WITHOUT_AUTO if scaling.chosen.follows_demand else WITHOUT_COUNTS
    yield ("scaling", "hours"), f"{text}; {instead}"


WITHOUT_AUTO = "write strategy horizontal or vertical without counts in the schedule, or leave hours out and have "
WITHOUT_AUTO += "kind async or components rest at replicas.min 0"
WITHOUT_COUNTS = "take the counts out of the schedule, or leave hours out"


def _live(scaling: ScalingSpec, machine: str | None, instead: Sequence[str]) -> Iterator[tuple[Place, str]]:
    """Yield the machine types that may be live, each with its place."""
    if machine is not None:
        yield ("machine",), machine
    yield from ((("capacity", "sizes", place), name) for place, name in enumerate(instead) if name != machine)
    if scaling.chosen.owns_size and (scaling.ladder or any(entry.size for entry in scaling.schedule)):
        sizes = enumerate(scaling.sizes)
        yield from ((("scaling", "sizes", place), name) for place, name in sizes if name != machine)
