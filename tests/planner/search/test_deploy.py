"""What a scaling block of the stack file does in the simulator."""

from typing import Any

import numpy as np
import pytest

from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.planner.search.deploy import deployed
from tests.planner.question import trace


def test_a_count_is_bounds_that_meet() -> None:
    """Horizontal never moves."""
    policy = deployed({"strategy": "horizontal", "replicas": {"count": 3}}, "ml.m5.large", trace())
    assert policy.autoscaler == Fixed()
    assert (policy.bounds.low.tolist(), policy.bounds.high.tolist(), policy.initial) == ([3], [3], 3)


def test_a_target_is_tracked_with_the_cooldowns_of_the_stack_file() -> None:
    """What is not written is what the spec decides: a scale-in waits at least for a start-up."""
    block = {"strategy": "auto", "replicas": {"min": 1, "max": 6}, "target": {"metric": "invocations", "value": 90}}
    policy = deployed(block, "ml.m5.large", trace(), startup_seconds=480.0)
    assert policy.autoscaler == TargetTracking(Metric.INVOCATIONS, 90.0, 60.0, 480.0)


def test_a_schedule_moves_the_floor() -> None:
    """Entries become bounds at their time."""
    block = {
        "strategy": "auto",
        "replicas": {"min": 1, "max": 6},
        "target": {"metric": "concurrency", "value": 2.0},
        "schedule": [{"at": "daily 08:00", "min": 3}, {"at": "daily 20:00", "min": 1}],
    }
    bounds = deployed(block, "ml.m5.large", trace(2)).bounds
    assert bounds.low.tolist() == [1, 3, 1, 3, 1]
    assert np.unique(bounds.high).tolist() == [6]


def test_what_is_not_simulated_is_said() -> None:
    """A load that the simulator does not know is refused with what to do."""
    block = {"strategy": "auto", "replicas": {"min": 1, "max": 6}, "target": {"metric": "cpu", "value": 0.5}}
    with pytest.raises(ValueError, match="is not simulated; use invocations or concurrency"):
        deployed(block, "ml.m5.large", trace())


SIZES = ["ml.m5.large", "ml.m5.xlarge"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"hours": "weekdays 07-20"}, "scaling.hours"),
        ({"ladder": {"up_above": 0.7, "down_below": 0.3}}, "scaling.ladder"),
        (
            {"schedule": [{"at": "daily 08:00", "size": SIZES[1]}, {"at": "daily 20:00", "size": SIZES[0]}]},
            "scaling.schedule.size",
        ),
    ],
)
def test_a_field_that_is_not_simulated_is_named(words: dict[str, Any], field: str) -> None:
    """Leaving it out silently would tell a wrong cost."""
    block = {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 1}, **words}
    with pytest.raises(ValueError, match=f"^{field}: .* is not simulated; leave it out$"):
        deployed(block, SIZES[0], trace(1))


def test_a_field_kept_for_another_strategy_does_not_matter() -> None:
    """The ladder of `vertical` is not in force with `horizontal`."""
    block = {
        "strategy": "horizontal",
        "sizes": SIZES,
        "ladder": {"up_above": 0.7, "down_below": 0.3},
        "replicas": {"count": 1},
    }
    assert deployed(block, SIZES[0], trace(1)).initial == 1
