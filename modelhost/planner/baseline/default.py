"""AWS's default: target tracking on invocations per instance, at half of what one instance bears."""

import math
from typing import Any

import numpy as np

from modelhost.planner.load.trace import Trace

SAFETY = 0.5
"""Share of MAX_RPS x 60 that AWS's guide takes as the target (SageMaker guide, "Load testing your autoscaling")."""
COOLDOWN_SECONDS = 300
HEADROOM = 1.5
"""The most replicas over those that the peak needs."""
FIXED_HEADROOM = 1.25
"""The fixed count over that of the peak."""
SAFETIES = tuple(round(0.05 * step, 2) for step in range(4, 31))
"""From 0.20 to 1.50: what the tuned default chooses from."""


def peak(trace: Trace) -> float:
    """Return the highest rate of any window, per second."""
    return float(np.nanmax(trace.rate_per_second))


def default_scaling(trace: Trace, max_rps: float, safety: float = SAFETY) -> dict[str, Any]:
    """Return the scaling block of AWS's default for the past *trace*; *safety* makes it the tuned one."""
    most = max(1, math.ceil(HEADROOM * peak(trace) / max_rps))
    target = {
        "metric": "invocations",
        "value": max_rps * safety * 60,
        "scale_in_cooldown_seconds": COOLDOWN_SECONDS,
        "scale_out_cooldown_seconds": COOLDOWN_SECONDS,
    }
    return {"strategy": "auto", "replicas": {"count": 1, "min": 1, "max": most}, "target": target}


def fixed_peak_scaling(trace: Trace, max_rps: float) -> dict[str, Any]:
    """Return the scaling block of the fixed peak for the past *trace*."""
    return {
        "strategy": "horizontal",
        "replicas": {"count": max(1, math.ceil(FIXED_HEADROOM * peak(trace) / max_rps - 1e-9))},
    }
