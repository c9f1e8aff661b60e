"""What callers are promised, and when to raise an alarm."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.pattern import MEDIA_TYPE, URL

RUNBOOK = "docs/runbook.md"
"""The runbook of this repository, which alarms name when there is no page of it to link to."""


class SloSpec(Spec):
    """What callers are promised."""

    p99_ms: float = Field(gt=0)
    """Latency that 99 of 100 requests stay below."""
    error_rate: float = Field(default=0.001, gt=0, lt=1)
    """Fraction of requests that may fail."""


class AlarmSpec(Spec):
    """Thresholds of the endpoint's alarms; fractions are of the whole machine."""

    runbook_url: str | None = Field(default=None, pattern=URL)
    """Page that each alarm's description links to; the environment's when not given."""
    client_error_rate: float = Field(default=0.05, gt=0, lt=1)
    """Fraction of 4xx answers that raises a ticket."""
    server_error_rate: float = Field(default=0.01, gt=0, lt=1)
    """Fraction of 5xx answers that raises a ticket."""
    cpu_utilization: float = Field(default=0.9, gt=0, le=1)
    """Fraction of all cores."""
    memory_utilization: float = Field(default=0.9, gt=0, le=1)
    """Fraction of main memory."""
    disk_utilization: float = Field(default=0.85, gt=0, le=1)
    """Fraction of the disk."""
    gpu_utilization: float = Field(default=0.95, gt=0, le=1)
    """Fraction of all GPUs."""
    gpu_memory_utilization: float = Field(default=0.95, gt=0, le=1)
    """Fraction of all GPU memory."""
    invocations_band: float | None = Field(default=3.0, gt=0)
    """Width of the anomaly band on invocations in standard deviations; null turns it off."""
    quiet_minutes: int | None = Field(default=None, ge=1, le=1440)
    """Minutes without any invocation that raise an alarm; null lets traffic stop."""

    @property
    def runbook(self) -> str:
        """What an alarm's description names, before the mark of the alarm's place there."""
        return self.runbook_url or RUNBOOK


class SmokeSpec(Spec):
    """A request that `modelhost invoke --smoke` sends; a wrong answer is its exit code 1. `pulumi up` sends none."""

    file: str = Field(min_length=1)
    """File with the request's body."""
    content_type: str = Field(default="application/json", pattern=MEDIA_TYPE)
    """Media type of the body."""
    expect: str | None = None
    """The answer; JSON is compared by value. Any answer will do when not given."""
