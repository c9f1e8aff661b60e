"""What somebody who knows the future pays at least, serving everything without pooling."""

import math

import numpy as np

from modelhost.planner.load.trace import Trace
from modelhost.price.line import HOURS_PER_MONTH


def clairvoyant_usd_per_month(trace: Trace, max_rps: float, startup_seconds: float, usd_per_hour: float) -> float:
    """Return min sum of price x (n_t + S x (n_t - n_{t-1})+) a month, with n_t >= ceil(rate_t / MAX_RPS).

    S is *startup_seconds*, paid for each launch. Windows where nobody looked need nothing and count no time. Keeping
    a replica through a dip is cheaper than launching it again when the dip is shorter than its start-up: the minimum
    is found level by level, because each replica's dips are independent of the others'.
    """
    known = trace.counts[trace.known] / trace.window_seconds
    if not len(known) or not math.isfinite(max_rps) or max_rps <= 0:
        return math.inf
    needed = np.ceil(known / max_rps - 1e-9).astype(np.int64)
    paid = sum(_level(needed >= level, startup_seconds / trace.window_seconds) for level in range(1, needed.max() + 1))
    return paid / len(known) * usd_per_hour * HOURS_PER_MONTH


def _level(wanted: "np.typing.NDArray[np.bool_]", startup_windows: float) -> float:
    """Return windows paid for one replica that serves where *wanted*: each dip is kept through, or launched after."""
    places = np.flatnonzero(wanted)
    dips = np.diff(places) - 1
    bridged = np.minimum(dips, startup_windows)[dips > 0].sum()
    return len(places) + float(bridged) + min(float(places[0]), startup_windows)
