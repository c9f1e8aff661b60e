"""Wake what sleeps at zero: target tracking divides by the copies, so it cannot leave zero by itself."""

from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric import CustomizedMetric, Statistic
from modelhost.spec.step import Adjustment, StepScaling

SERVICE = "AWS/SageMaker"
COOLDOWN_SECONDS = 60
NAME = "wake-up"

METRICS = {
    # One request that finds no copy fails at once, so one is enough: `GreaterThanThreshold 1` would take two.
    EndpointKind.COMPONENTS: CustomizedMetric(
        namespace=SERVICE,
        metric_name="NoCapacityInvocationFailures",
        dimensions={"InferenceComponentName": "{component}"},
        statistic=Statistic.SUM,
    ),
    EndpointKind.ASYNC: CustomizedMetric(
        namespace=SERVICE,
        metric_name="HasBacklogWithoutCapacity",
        dimensions={"EndpointName": "{endpoint}"},
        statistic=Statistic.MAXIMUM,
    ),
}
"""What tells, by kind, that somebody waits while nobody works."""


def wake_up(kind: EndpointKind) -> StepScaling:
    """Return the policy that brings the first replica: at the first sign, and one at a time."""
    return StepScaling(
        name=NAME,
        metric=METRICS[kind],
        comparison="GreaterThanOrEqualToThreshold",
        threshold=1.0,
        period_seconds=60,
        periods=1,
        adjustment_type="ChangeInCapacity",
        adjustments=[Adjustment(lower=0.0, upper=None, change=1)],
        cooldown_seconds=COOLDOWN_SECONDS,
        aggregation="Maximum",
    )
