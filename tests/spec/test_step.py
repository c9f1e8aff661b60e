"""Step scaling: an alarm, and steps around its threshold."""

from typing import Any

import pytest

from components.scaling.wake_up import wake_up
from modelhost.catalog.machine import machine
from modelhost.spec.host import Host
from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric import CustomizedMetric, Statistic
from modelhost.spec.step import OURS, Adjustment, StepScaling, StepScalingSpec
from tests.spec.kind import HERE, of
from tests.spec.stack import told

PLACE = f"{HERE}.scaling.steps[0]"
LARGE = Host(machine("ml.m7i.xlarge"))


def step(**fields: Any) -> dict[str, Any]:
    """Return a policy that adds one replica above half of the cores."""
    return {"metric": "cpu", "above": 0.5, "change": [{"add": 1}], **fields}


def decided(host: Host = LARGE, **fields: Any) -> StepScaling:
    """Return a policy with every value decided."""
    return StepScalingSpec.model_validate(step(**fields)).decided(host)


def refused(**fields: Any) -> list[str]:
    """Return what is told of an endpoint with one policy."""
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 4}, "steps": [step(**fields)]}
    return told(of("realtime", scaling=scaling))


def test_a_utilisation_is_counted_as_aws_does() -> None:
    """Half of four cores is 200 %, and so are distances from it."""
    assert decided(change=[{"add": 1}, {"beyond": 0.25, "add": 2}]) == StepScaling(
        name="cpu-high",
        metric=CustomizedMetric(
            namespace="/aws/sagemaker/Endpoints",
            metric_name="CPUUtilization",
            dimensions={"EndpointName": "{endpoint}", "VariantName": "{variant}"},
        ),
        comparison="GreaterThanThreshold",
        threshold=200,
        period_seconds=60,
        periods=3,
        adjustment_type="ChangeInCapacity",
        adjustments=[Adjustment(lower=0, upper=100, change=1), Adjustment(lower=100, upper=None, change=2)],
        cooldown_seconds=300,
        aggregation="Average",
    )


def test_steps_below_reach_downwards() -> None:
    """Below a threshold the intervals are negative, and the farthest is unbounded."""
    changes = [{"percent": -10}, {"beyond": 4, "percent": -50}]
    policy = decided(metric="concurrency", above=None, below=8, change=changes)
    assert (policy.name, policy.comparison, policy.adjustment_type) == (
        "concurrency-low",
        "LessThanThreshold",
        "PercentChangeInCapacity",
    )
    assert policy.adjustments == [
        Adjustment(lower=-4, upper=0, change=-10),
        Adjustment(lower=None, upper=-4, change=-50),
    ]


def test_concurrency_is_a_maximum() -> None:
    """AWS publishes minimum and maximum of the requests in flight only."""
    policy = decided(metric="concurrency", above=8)
    assert (policy.metric.statistic, policy.aggregation) == (Statistic.MAXIMUM, "Maximum")


def test_components_are_measured_by_copy() -> None:
    """Their utilisation is normalised to 100 %, whatever the machine."""
    policy = decided(Host(machine("ml.m7i.xlarge"), EndpointKind.COMPONENTS))
    assert (policy.metric.namespace, policy.metric.metric_name, policy.threshold) == (
        "/aws/sagemaker/InferenceComponents",
        "CPUUtilizationNormalized",
        50,
    )


def test_latency_is_counted_in_microseconds() -> None:
    """The stack file says milliseconds, AWS microseconds."""
    assert decided(metric="latency", above=300).threshold == 300_000


def test_a_queue_is_watched_as_a_whole() -> None:
    """An alarm compares the depth itself."""
    policy = decided(metric="queue-depth", queue="jobs", above=100)
    assert (policy.metric.metric_name, policy.metric.per) == ("ApproximateNumberOfMessagesVisible", None)


def test_an_exact_number_may_be_none() -> None:
    """Step scaling may set a number, zero included."""
    policy = decided(change=[{"exact": 0}])
    assert (policy.adjustment_type, policy.adjustments[0].change) == ("ExactCapacity", 0)


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"name": "wake-up"},
            ".name",
            "'wake-up' is the name of the policy of ours that wakes what rests without replicas; "
            "give this one another, or leave the name out",
        ),
        ({"above": None}, "", "has no threshold; write above or below"),
        ({"below": 0.1}, ".below", "0.1 stands beside above 0.5; write a policy for each"),
        ({"above": 50}, ".above", "50 is not a fraction of cpu; write 0.5"),
        ({"change": [{}]}, ".change[0]", "sets nothing; write one of add, percent and exact"),
        (
            {"change": [{"add": 1, "exact": 2}]},
            ".change[0]",
            "sets add and exact; write one of add, percent and exact",
        ),
        ({"change": [{"add": 0}]}, ".change[0].add", "0 changes nothing; write how many, or leave the step out"),
        (
            {"change": [{"beyond": 0.2, "add": 1}, {"beyond": 0.2, "add": 2}]},
            ".change[1].beyond",
            "0.2 does not lie beyond 0.2 of the step before; order them, nearest first",
        ),
        (
            {"change": [{"add": 1}, {"beyond": 0.2, "percent": 50}]},
            ".change[1]",
            "sets percent and the step before add; use one of them in a policy",
        ),
        ({"period_seconds": 45}, ".period_seconds", "45 is no period of CloudWatch; write 10, 30 or a multiple of 60"),
        ({"period_seconds": 10}, ".period_seconds", "10 is shorter than cpu is measured; write 60 or more"),
        (
            {"period_seconds": 3600, "periods": 30},
            ".periods",
            "30 x 3600 s is more than the day that an alarm looks back; lower one of them",
        ),
    ],
)
def test_a_policy_that_aws_refuses_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Thresholds, steps and periods are ones that CloudWatch and Application Auto Scaling take."""
    assert f"{PLACE}{place}: {text}" in refused(**fields)


def test_our_own_policies_keep_their_names() -> None:
    """What wakes from zero would be put over a policy of that name, and the other way round."""
    assert set(OURS) == {wake_up(kind).name for kind in (EndpointKind.COMPONENTS, EndpointKind.ASYNC)}


def test_ten_seconds_suit_the_requests_in_flight() -> None:
    """They are published every ten seconds."""
    assert refused(metric="concurrency", above=8, period_seconds=10) == []
