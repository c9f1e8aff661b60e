"""How an Application Load Balancer spreads requests over pods: what a target group may say.

Which algorithm goes with what is AWS's rule: "Edit target group attributes" of the ELB user guide, and
`TargetGroupAttribute` of its API.
"""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule

SHORTEST_SLOW_START_SECONDS = 30


class Algorithm(StrEnum):
    """Which target gets the next request."""

    ROUND_ROBIN = "round_robin"
    LEAST_OUTSTANDING_REQUESTS = "least_outstanding_requests"
    WEIGHTED_RANDOM = "weighted_random"


class Protocol(StrEnum):
    """What the targets speak."""

    HTTP = "HTTP"
    HTTPS = "HTTPS"


class HealthCheckSpec(Spec):
    """When a target counts as healthy."""

    path: str = "/ping"
    """Path that answers 200 when the model can serve."""
    interval_seconds: int = Field(default=15, ge=5, le=300)
    """Time between checks."""
    timeout_seconds: int = Field(default=5, ge=2, le=120)
    """Time after which one has failed."""
    healthy: int = Field(default=2, ge=2, le=10)
    """Checks in a row that make it healthy."""
    unhealthy: int = Field(default=2, ge=2, le=10)
    """Checks in a row that make it unhealthy."""

    @rule("path")
    def _absolute(self, region: str | None) -> Findings:
        """It is a path."""
        if not self.path.startswith("/"):
            yield ("path",), f"{self.path!r} is not a path; begin it with a slash, such as /ping"

    @rule("interval_seconds", "timeout_seconds")
    def _over_before_the_next(self, region: str | None) -> Findings:
        """A check ends before the next begins."""
        if self.timeout_seconds >= self.interval_seconds:
            text = f"{self.timeout_seconds} s are not below interval_seconds {self.interval_seconds}; lower them"
            yield ("timeout_seconds",), text


class TargetGroupSpec(Spec):
    """A target group of pods."""

    algorithm: Algorithm = Field(default=Algorithm.LEAST_OUTSTANDING_REQUESTS, strict=False)
    """`round_robin`, `least_outstanding_requests` or `weighted_random`."""
    anomaly_mitigation: bool = False
    """Send less to targets that fail more than the others, with `weighted_random`."""
    slow_start_seconds: int = Field(default=0, ge=0, le=900)
    """Time in which a new target gets its share little by little, with `round_robin`; 0 for at once."""
    deregistration_delay_seconds: int = Field(default=300, ge=0, le=3600)
    """Time that requests of a target that goes may take to end; at least the longest request."""
    port: int = Field(ge=1, le=65535)
    """Port of the targets."""
    protocol: Protocol = Field(default=Protocol.HTTP, strict=False)
    """What the targets speak: `HTTP` or `HTTPS`."""
    health_check: HealthCheckSpec = HealthCheckSpec()
    """When a target counts as healthy."""

    @rule("algorithm", "anomaly_mitigation")
    def _mitigation_there(self, region: str | None) -> Findings:
        """Only what draws by weights can weigh targets down."""
        if self.anomaly_mitigation and self.algorithm is not Algorithm.WEIGHTED_RANDOM:
            text = f"needs weighted_random, and the algorithm is {self.algorithm}; change one of the two"
            yield ("anomaly_mitigation",), text

    @rule("algorithm", "slow_start_seconds")
    def _slow_start_there(self, region: str | None) -> Findings:
        """AWS starts slowly only with round robin, and then for half a minute at least."""
        if not self.slow_start_seconds:
            return
        if self.algorithm is not Algorithm.ROUND_ROBIN:
            text = f"{self.slow_start_seconds} needs round_robin, and the algorithm is {self.algorithm}"
            yield ("slow_start_seconds",), f"{text}; write 0, or change the algorithm"
        if self.slow_start_seconds < SHORTEST_SLOW_START_SECONDS:
            text = f"{self.slow_start_seconds} is too short for AWS; write 0, or {SHORTEST_SLOW_START_SECONDS} to 900"
            yield ("slow_start_seconds",), text
