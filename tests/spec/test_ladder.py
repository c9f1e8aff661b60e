"""Vertical scaling: sizes by the clock and by demand."""

from typing import Any

import pytest

from modelhost.spec.ladder import Ladder, Rung
from modelhost.spec.metric import CustomizedMetric
from modelhost.spec.strategy import Vertical
from tests.spec.kind import HERE, of
from tests.spec.stack import loaded, told

SIZES = ["ml.m7i.large", "ml.m7i.xlarge", "ml.m7i.2xlarge"]
PLACE = f"{HERE}.scaling"


def vertical(**fields: Any) -> dict[str, Any]:
    """Return an environment whose endpoint climbs a ladder of three."""
    scaling = {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 1}, **fields}
    return of("realtime", scaling=scaling)


def chosen(**fields: Any) -> Vertical:
    """Return the strategy in force."""
    found = loaded(vertical(**fields)).endpoints["it"].in_force()
    assert isinstance(found, Vertical)
    return found


def test_thresholds_grow_with_the_cores() -> None:
    """80 % of two, four and eight cores; nothing above the largest, nothing below the smallest."""
    assert chosen(ladder={"metric": "cpu", "up_above": 0.8, "down_below": 0.2}).ladder == Ladder(
        metric=CustomizedMetric(
            namespace="/aws/sagemaker/Endpoints",
            metric_name="CPUUtilization",
            dimensions={"EndpointName": "{endpoint}", "VariantName": "{variant}"},
        ),
        rungs=[
            Rung(size="ml.m7i.large", up_above=160, down_below=None),
            Rung(size="ml.m7i.xlarge", up_above=320, down_below=80),
            Rung(size="ml.m7i.2xlarge", up_above=None, down_below=160),
        ],
        up_periods=5,
        down_periods=30,
        period_seconds=60,
        cooldown_seconds=900,
    )


def test_latency_is_the_same_on_every_size() -> None:
    """Milliseconds in the stack file, microseconds in CloudWatch."""
    ladder = chosen(ladder={"metric": "latency", "up_above": 500, "down_below": 50}).ladder
    assert ladder is not None
    assert [rung.up_above for rung in ladder.rungs] == [500_000, 500_000, None]


@pytest.mark.parametrize(
    ("fields", "owned"),
    [
        ({}, False),
        ({"schedule": [{"at": "daily 08:00", "count": 2}, {"at": "daily 20:00", "count": 1}]}, False),
        ({"schedule": [{"at": "daily 08:00", "size": SIZES[1]}, {"at": "daily 20:00", "size": SIZES[0]}]}, True),
        ({"ladder": {"metric": "cpu", "up_above": 0.8, "down_below": 0.2}}, True),
    ],
)
def test_a_clock_or_an_alarm_owns_the_size(fields: dict[str, Any], owned: bool) -> None:
    """Otherwise the stack file does."""
    assert chosen(**fields).clock_owned_size is owned


def test_a_size_may_come_with_a_count() -> None:
    """More of the larger machine by day."""
    schedule = [
        {"at": "daily 08:00", "size": SIZES[1], "count": 2},
        {"at": "daily 20:00", "size": SIZES[0], "count": 1},
    ]
    assert [(each.size, each.count) for each in chosen(schedule=schedule).schedule] == [(SIZES[1], 2), (SIZES[0], 1)]


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"ladder": {"metric": "cpu", "up_above": 0.5, "down_below": 0.5}},
            ".ladder.down_below",
            "0.5 is not below up_above 0.5, so it would climb up and down; lower it",
        ),
        (
            {"ladder": {"metric": "cpu", "up_above": 80, "down_below": 0.5}},
            ".ladder.up_above",
            "80 is not a fraction of cpu; write 0.8",
        ),
        (
            {"ladder": {"metric": "invocations", "up_above": 80, "down_below": 5}},
            ".ladder.metric",
            "invocations says nothing about the size of a machine; "
            "use cpu, gpu, memory, gpu-memory, concurrency, latency",
        ),
        (
            {"ladder": {"metric": "gpu", "up_above": 0.8, "down_below": 0.2}},
            ".ladder.metric",
            "gpu: ml.m7i.large on the ladder has no GPU; use cpu, or sizes with GPUs",
        ),
        (
            {"ladder": {"up_above": 0.8, "down_below": 0.2, "period_seconds": 3600}},
            ".ladder.down_periods",
            "30 x 3600 s is more than the day that an alarm looks back; lower one of them",
        ),
        (
            {"sizes": SIZES[:1], "ladder": {"up_above": 0.8, "down_below": 0.2}},
            ".ladder",
            "climbs, and sizes has 1; write two sizes or more, smallest first",
        ),
        (
            {"schedule": [{"at": "daily 08:00", "size": "ml.m7i.4xlarge"}, {"at": "daily 20:00", "size": SIZES[0]}]},
            ".schedule[0].size",
            "'ml.m7i.4xlarge' is not on the ladder; use ml.m7i.large, ml.m7i.xlarge, ml.m7i.2xlarge, "
            "or add it to sizes",
        ),
        (
            {"schedule": [{"at": "daily 08:00", "size": SIZES[1]}]},
            ".schedule[0]",
            "size ml.m7i.xlarge from 'daily 08:00' on is never taken back; "
            "add an entry that sets size ml.m7i.large again",
        ),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Loads, sizes and thresholds make a ladder with room between up and down."""
    assert told(vertical(**fields)) == [f"{PLACE}{place}: {text}"]


def test_a_size_needs_a_ladder() -> None:
    """A size that is kept for another strategy is checked too."""
    schedule = [{"at": "daily 08:00", "size": SIZES[1]}, {"at": "daily 20:00", "size": SIZES[0]}]
    scaling = {"strategy": "horizontal", "replicas": {"count": 1}, "schedule": schedule}
    text = "has no ladder to stand on; list it, and the endpoint's machine, in sizes"
    assert told(of("realtime", scaling=scaling)) == [
        f"{PLACE}.schedule[0].size: 'ml.m7i.xlarge' {text}",
        f"{PLACE}.schedule[1].size: 'ml.m7i.large' {text}",
    ]


def test_a_load_that_the_kind_lacks_moves_nothing() -> None:
    """Requests in flight are not measured on multi-model endpoints."""
    ladder = {"metric": "concurrency", "up_above": 8, "down_below": 1}
    scaling = {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 1}, "ladder": ladder}
    text = "concurrency: AWS does not measure it on a multi-model endpoint; use cpu or memory"
    assert told(of("multi-model", scaling=scaling)) == [f"{PLACE}.ladder.metric: {text}"]


def test_every_size_that_a_clock_may_choose_has_a_container() -> None:
    """By hand the machine and the framework change together; a clock changes the machine alone."""
    sizes = {"strategy": "vertical", "sizes": ["ml.m7i.large", "ml.g6.xlarge"], "replicas": {"count": 1}}
    latency = {"metric": "latency", "up_above": 500, "down_below": 50}
    text = "sklearn has no known image for ml.g6.xlarge (gpu); use another machine, or an image"
    assert told(of("realtime", scaling=sizes)) == []
    assert told(of("realtime", scaling={**sizes, "ladder": latency})) == [f"{PLACE}.sizes[1]: {text}"]
