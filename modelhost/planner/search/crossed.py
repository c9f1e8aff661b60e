"""A schedule tried on days that it has not seen: each day by the schedule that the other days would have taught."""

from dataclasses import dataclass, field

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.clock import DAY_SECONDS, SECOND_NS
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Bounds
from modelhost.planner.search.calendar import beginning, day_of, local_seconds, second_of_week
from modelhost.planner.search.profile import Days, Rhythm, days_of
from modelhost.planner.search.room import Room
from modelhost.planner.search.stairs import STEP_SECONDS, week_stairs

LEAST_DAYS = 6.5
"""Days that must have been seen before a schedule is learnt at all; a week but for its gaps."""
WEEKLY_DAYS = 13.5
"""Days that must have been seen before each day of the week has a rhythm of its own."""


@dataclass(frozen=True)
class Plot:
    """How a schedule is made of past days."""

    rhythm: Rhythm
    """Which days are alike."""
    quantile: float
    """Share of the alike days whose load it bears."""
    safety: float
    """Factor on that load."""
    penalty: float = 2.0
    """Pieces of the day that a replica may run in vain to save a change."""


@dataclass(frozen=True, eq=False)
class Past:
    """The past as schedules see it."""

    trace: Trace
    """The trace that it comes from."""
    timezone: str
    """IANA zone of the clock."""
    days: Days
    """Day by day."""
    day: Counts
    """(steps,) local day of each five minutes of the trace."""
    step: Counts
    """(steps,) place in the local week of each five minutes."""
    seen: dict[tuple[Rhythm, float, int | None], Floats] = field(default_factory=dict)
    """Usual weeks that were asked for."""

    @property
    def rhythms(self) -> tuple[Rhythm, ...]:
        """The rhythms that so much of the past can teach and try."""
        length = self.trace.seconds / DAY_SECONDS
        if length < LEAST_DAYS:
            return ()
        return (*Rhythm,) if length >= WEEKLY_DAYS else (Rhythm.DAILY, Rhythm.WORKING)

    def usual(self, plot: Plot, left_out: int | None = None) -> Floats:
        """Return the usual week of *plot*, without the day *left_out*."""
        key = (plot.rhythm, plot.quantile, left_out)
        if key not in self.seen:
            self.seen[key] = self.days.usual(*key)
        return self.seen[key]

    def learnt(self, plot: Plot, room: Room) -> Counts:
        """Return the (WEEK_STEPS,) replicas that all of the past teaches."""
        return week_stairs(self.usual(plot), room, plot.safety, plot.penalty)

    def tried(self, plot: Plot, room: Room) -> Counts:
        """Return (steps,) replicas over the trace, each day by what the other days teach."""
        weeks = np.stack(
            [week_stairs(self.usual(plot, int(day)), room, plot.safety, plot.penalty) for day in self.days.number]
        )
        result: Counts = weeks[self.day - self.days.number[0], self.step]
        return result


def past_of(trace: Trace, timezone: str) -> Past:
    """Return the past of *trace* by the clock of *timezone*."""
    seconds = np.arange(0, int(trace.seconds), STEP_SECONDS, dtype=np.int64)
    local = local_seconds(beginning(trace), seconds, timezone)
    step = second_of_week(local) // STEP_SECONDS
    return Past(trace, timezone, days_of(trace, timezone), day_of(local), step)


def bounds_between(low: Counts, high: Counts) -> Bounds:
    """Return the bounds whose (steps,) numbers are *low* and *high*."""
    changed = np.flatnonzero(np.append(True, (np.diff(low) != 0) | (np.diff(high) != 0)))
    return Bounds(changed * STEP_SECONDS * SECOND_NS, low[changed], high[changed])
