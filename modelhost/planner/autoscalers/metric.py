"""What target tracking and step scaling can follow, with the period in which it is measured."""

from enum import IntEnum


class Metric(IntEnum):
    """A load per replica in service, or what found none."""

    INVOCATIONS = 0
    """`SageMakerVariantInvocationsPerInstance`: each request counts 1 / replicas, summed over a minute."""
    CONCURRENCY = 1
    """`SageMakerVariantConcurrentRequestsPerModelHighResolution`: requests at once per replica, every ten seconds."""

    NO_CAPACITY = 2
    """`NoCapacityInvocationFailures`: requests that found no replica, summed over a minute; none at all otherwise."""
    UTILIZATION = 3
    """`CPUUtilization`, assumed to be the share of a replica's slots that compute, 0 to 1; mean over a minute."""
    CONCURRENCY_PEAK = 4
    """`ConcurrentRequestsPerModel`, its maximum over a minute: the most requests at once, over the replicas."""

    @property
    def period_seconds(self) -> float:
        """Width of a datapoint; SageMaker developer guide, "Define a scaling policy"."""
        return (60.0, 10.0, 60.0, 60.0, 60.0)[self]

    @property
    def lag_seconds(self) -> float:
        """Assumed time from the end of a period until its datapoint counts.

        A user who watched both (re:Post, "SageMaker autoscaling delay") saw more than 5 minutes to a scale-out of
        3 x 60 s; the announcement of the ten-second metric promises less than a minute. From the first failure to the
        alarm that wakes an endpoint 67 s were measured, with a period of 60 s.
        """
        return (60.0, 10.0, 10.0, 60.0, 60.0)[self]

    @property
    def unit(self) -> str:
        """What the target counts, in words."""
        return (
            "invocations per minute",
            "requests at once",
            "requests without a replica",
            "of its slots busy",
            "requests at once at most",
        )[self]
