"""One model behind one name."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.model import ModelSpec
from modelhost.spec.scaling import Auto, Horizontal, ScalingSpec, Vertical


class Platform(StrEnum):
    """What runs the containers."""

    SAGEMAKER = "sagemaker"


class SloSpec(Spec):
    """What callers are promised."""

    p99_ms: float
    """Latency that 99 of 100 requests stay below."""
    error_rate: float = 0.001
    """Fraction of requests that may fail."""


class AlarmSpec(Spec):
    """Thresholds of the endpoint's alarms; fractions are of the whole machine."""

    runbook_url: str | None = None
    """Page that each alarm's description points to."""
    client_error_rate: float = 0.05
    """Fraction of 4xx answers that raises a ticket."""
    server_error_rate: float = 0.01
    """Fraction of 5xx answers that raises a ticket."""
    cpu_utilization: float = 0.9
    """Fraction of all cores."""
    memory_utilization: float = 0.9
    """Fraction of main memory."""
    disk_utilization: float = 0.85
    """Fraction of the disk."""
    gpu_utilization: float = 0.95
    """Fraction of all GPUs."""
    gpu_memory_utilization: float = 0.95
    """Fraction of all GPU memory."""
    invocations_band: float | None = 3.0
    """Width of the anomaly band on invocations in standard deviations; null turns it off."""
    quiet_minutes: int | None = None
    """Minutes without any invocation that raise an alarm; null lets traffic stop."""


class SmokeSpec(Spec):
    """A request sent after an update whose answer gates it."""

    file: str
    """File with the request's body."""
    content_type: str = "application/json"
    """Media type of the body."""
    expect: str | None = None
    """The answer; JSON is compared by value. Any answer will do when not given."""


class EndpointSpec(Spec):
    """A model, the machine it runs on, and how it scales."""

    platform: Platform = Platform.SAGEMAKER
    """What runs the containers."""
    name: str | None = None
    """Name in the cloud; `<environment>-<endpoint>` when not given."""
    adopt: bool = False
    """Take over the endpoint of that name, which was made elsewhere."""
    model: ModelSpec
    """The model to serve."""
    machine: str
    """Machine type, such as `ml.g6.xlarge`."""
    role_arn: str | None = None
    """ARN of an existing execution role; a new one is made when none is given."""
    network_isolation: bool = True
    """Give the container no network at all; a model that downloads weights at start needs false."""
    scaling: ScalingSpec
    """How it scales."""
    slo: SloSpec | None = None
    """What callers are promised."""
    alarms: AlarmSpec = AlarmSpec()
    """Thresholds of the alarms."""
    smoke: SmokeSpec | None = None
    """A request sent after an update whose answer gates it."""
    environment: dict[str, str] = Field(default={})
    """Environment variables of the container.

    Secret ones belong to `modelhost:secrets`, a `--secret` config object of endpoint -> name -> value.
    """

    def in_force(self) -> Horizontal | Vertical | Auto:
        """Return the strategy in force with its own fields only."""
        return self.scaling.in_force(self.machine)
