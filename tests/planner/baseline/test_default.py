"""AWS's default and the fixed peak, as the issue defines them."""

import numpy as np

from modelhost.planner.baseline.default import default_scaling, fixed_peak_scaling
from modelhost.planner.load.trace import Trace
from modelhost.spec.scaling import ScalingSpec

LOAD = Trace("t", None, 60.0, np.array([600.0, 1200.0]))


def test_the_default_is_half_of_what_a_replica_bears_per_minute() -> None:
    """MAX_RPS x 0.5 x 60, cooldowns 300/300, min 1, max ceil(1.5 x peak / MAX_RPS)."""
    assert default_scaling(LOAD, 4.0) == {
        "strategy": "auto",
        "replicas": {"count": 1, "min": 1, "max": 8},
        "target": {
            "metric": "invocations",
            "value": 120.0,
            "scale_in_cooldown_seconds": 300,
            "scale_out_cooldown_seconds": 300,
        },
    }
    assert ScalingSpec.model_validate(default_scaling(LOAD, 4.0)).strategy == "auto"


def test_the_fixed_peak_has_a_quarter_more() -> None:
    """20 requests a second x 1.25 at 4 each are 7 replicas."""
    assert fixed_peak_scaling(LOAD, 4.0)["replicas"] == {"count": 7}
