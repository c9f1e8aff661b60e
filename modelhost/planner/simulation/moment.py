"""What changes with every request: numbers that compiled loops keep in registers, and bring back when they stop."""

from typing import NamedTuple

from modelhost.planner.array import Counts
from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At


class Moment(NamedTuple):
    """The memory that requests move; the same names as in `At`."""

    cursor: int
    free: int
    lowest: int
    present: int
    area: int
    """The times of departures less those of arrivals, added up; the memory has them from the last tick on."""
    busy: int
    busy_area: int
    """Likewise."""


class Rules(NamedTuple):
    """The memory that stands still between two events of the fleet; the same names as in `At`."""

    shift: int
    balancer: int
    serving: int
    slots: int
    timeout_ns: int
    alike: int


@inlined
def moment_of(now: Counts) -> Moment:
    """Return the numbers that requests move."""
    return Moment(
        now[At.CURSOR],
        now[At.FREE],
        now[At.LOWEST],
        now[At.PRESENT],
        0,
        now[At.BUSY],
        0,
    )


@inlined
def with_free(moment: Moment, free: int) -> Moment:
    """Return *moment* with another unused node."""
    return Moment(moment.cursor, free, moment.lowest, moment.present, moment.area, moment.busy, moment.busy_area)


@inlined
def bring_back(now: Counts, moment: Moment) -> None:
    """Write the numbers that requests moved into the memory."""
    now[At.CURSOR] = moment.cursor
    now[At.FREE] = moment.free
    now[At.LOWEST] = moment.lowest
    since_ns = now[At.TICK_BEGAN]
    now[At.AREA] += moment.area + (moment.present - now[At.PRESENT]) * since_ns
    now[At.PRESENT] = moment.present
    now[At.BUSY_AREA] += moment.busy_area + (moment.busy - now[At.BUSY]) * since_ns
    now[At.BUSY] = moment.busy


@inlined
def rules_of(now: Counts) -> Rules:
    """Return the numbers that stand still."""
    return Rules(
        now[At.SHIFT],
        now[At.BALANCER],
        now[At.SERVING],
        now[At.SLOTS],
        now[At.TIMEOUT_NS],
        now[At.ALIKE],
    )
