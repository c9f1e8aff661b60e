"""What goes wrong, drawn before a simulation, so that two policies meet the same."""

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS, nanoseconds
from modelhost.planner.mishap import Mishaps
from modelhost.planner.policy import Policy
from modelhost.planner.simulation.layout import Mishap
from modelhost.planner.simulation.run import DRAWS


def drawn_mishaps(mishaps: Mishaps, policy: Policy, end_ns: int, random: np.random.Generator) -> Counts:
    """Return (3, mishaps) when, a `Mishap`, and the number of the machine or the zone, in order of time."""
    rows = [(nanoseconds(loss.begin_seconds), Mishap.ZONE_LOST, loss.zone) for loss in mishaps.zone_losses]
    rows += [(nanoseconds(loss.end_seconds), Mishap.ZONE_BACK, loss.zone) for loss in mishaps.zone_losses]
    most = policy.ladder or int(policy.bounds.high.max())
    rate_per_ns = mishaps.interruptions_per_hour * most / (HOUR_SECONDS * SECOND_NS)
    for at_ns in random.integers(0, end_ns, random.poisson(rate_per_ns * end_ns)).tolist():
        rows.append((at_ns, Mishap.TAKEN, int(random.integers(most))))
    return np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T.copy()


def drawn_failures(mishaps: Mishaps, random: np.random.Generator) -> Counts:
    """Return (draws,) nanoseconds until a launch finds a machine: one attempt more for each that fails."""
    if not mishaps.failed_launches:
        return np.zeros(1, dtype=np.int64)
    failed = random.geometric(1.0 - mishaps.failed_launches, DRAWS) - 1
    waits: Counts = failed * nanoseconds(mishaps.retry_seconds)
    return waits
