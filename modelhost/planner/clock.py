"""Time inside the planner: whole nanoseconds since the trace began, so that no two runs differ by rounding."""

SECOND_NS = 1_000_000_000
MILLISECOND_NS = 1_000_000
TICK_SECONDS = 10
"""Every metric is sampled, and every autoscaler asked, at most this often: SageMaker's high-resolution period."""
HOUR_SECONDS, DAY_SECONDS, WEEK_SECONDS = 3_600, 86_400, 604_800


def nanoseconds(seconds: float) -> int:
    """Return *seconds* as whole nanoseconds."""
    return round(seconds * SECOND_NS)
