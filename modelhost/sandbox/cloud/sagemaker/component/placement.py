"""How many copies of its components an endpoint's instances carry, and how many instances they need.

SageMaker keeps a part of each machine's memory for itself; how much is measured on one GPU machine only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.catalog.machine import machine, machines

MIB_PER_GIB = 1024
KEPT_ON_GPU_GIB, KEPT_ON_GPU_FRACTION, KEPT_FRACTION = 13.0, 0.8, 0.2
"""On ml.g5.xlarge (16 GiB) 1024 MiB were accepted and 4096 MiB refused; larger machines take half of their memory."""
PLENTY = 1e12


@dataclass(frozen=True)
class Room:
    """Compute that a copy needs, or that an instance has left."""

    cores: float
    accelerators: float
    memory_mib: float

    def holds(self, other: Room) -> bool:
        """Tell whether something fits in."""
        return (
            other.cores <= self.cores
            and other.accelerators <= self.accelerators
            and other.memory_mib <= self.memory_mib
        )

    def without(self, other: Room) -> Room:
        """Give what is left beside something."""
        return Room(
            self.cores - other.cores, self.accelerators - other.accelerators, self.memory_mib - other.memory_mib
        )


@dataclass(frozen=True)
class Wanted:
    """Copies of one component to place: those that run already first."""

    name: str
    room: Room
    running: int
    desired: int


@dataclass(frozen=True)
class Placement:
    """How many copies of each component found a place, on how many instances."""

    copies: Mapping[str, int]
    instances: int


def room_of_copy(specification: Mapping[str, Any]) -> Room:
    """Read what one copy reserves; an adapter uses its base's."""
    asked = specification.get("ComputeResourceRequirements", {})
    return Room(
        float(asked.get("NumberOfCpuCoresRequired", 0)),
        float(asked.get("NumberOfAcceleratorDevicesRequired", 0)),
        float(asked.get("MinMemoryRequiredInMb", 0)),
    )


def room_of_instance(name: str) -> Room:
    """Say what an empty instance offers; a type that the catalogue does not know offers plenty."""
    if name not in machines():
        return Room(PLENTY, PLENTY, PLENTY)
    one = machine(name)
    kept = one.memory_gib * KEPT_FRACTION
    if one.accelerator is not None:
        kept = min(KEPT_ON_GPU_GIB, one.memory_gib * KEPT_ON_GPU_FRACTION)
    return Room(one.vcpus, one.accelerator_count, (one.memory_gib - kept) * MIB_PER_GIB)


def place(wanted: Iterable[Wanted], instance: Room, limit: int) -> Placement:
    """Place copies, the running ones first, each on the first instance with room, on at most so many instances."""
    listed = list(wanted)
    left: list[Room] = []
    placed = {one.name: _fill(one.room, min(one.running, one.desired), left, instance, limit) for one in listed}
    for one in listed:
        placed[one.name] += _fill(one.room, one.desired - placed[one.name], left, instance, limit)
    return Placement(placed, len(left))


def _fill(copy: Room, count: int, left: list[Room], instance: Room, limit: int) -> int:
    for done in range(count):
        if not _put(copy, left, instance, limit):
            return done
    return count


def _put(copy: Room, left: list[Room], instance: Room, limit: int) -> bool:
    for index, room in enumerate(left):
        if room.holds(copy):
            left[index] = room.without(copy)
            return True
    if len(left) >= limit or not instance.holds(copy):
        return False
    left.append(instance.without(copy))
    return True
