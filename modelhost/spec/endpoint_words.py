"""The fields of an endpoint's block; the rules over them are in `endpoint`."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.alarm import AlarmSpec, SloSpec, SmokeSpec
from modelhost.spec.asynchronous import AsyncSpec
from modelhost.spec.base import Spec
from modelhost.spec.capacity import CapacitySpec
from modelhost.spec.capture import CaptureSpec
from modelhost.spec.component import AdapterSpec, ComponentSpec, InstanceRangeSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.model import ModelSpec
from modelhost.spec.pattern import CLOUD_NAME, ROLE_ARN
from modelhost.spec.rollout import RolloutSpec
from modelhost.spec.routing import RoutingSpec
from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.serverless import ServerlessSpec
from modelhost.spec.strategy import DEFAULT
from modelhost.spec.variant import ChallengerSpec, ShadowSpec


class Platform(StrEnum):
    """What runs the containers."""

    SAGEMAKER = "sagemaker"


class EndpointWords(Spec):
    """What people write of an endpoint."""

    platform: Platform = Field(default=Platform.SAGEMAKER, strict=False)
    """What runs the containers."""
    kind: EndpointKind = Field(default=EndpointKind.REALTIME, strict=False)
    """`realtime`, `components`, `multi-model`, `async` or `serverless`."""
    name: str | None = Field(default=None, pattern=CLOUD_NAME)
    """Name in the cloud; `<environment>-<endpoint>` when not given."""
    adopt: bool = False
    """Take over the endpoint of that name, which was made elsewhere."""
    model: ModelSpec
    """The model to serve."""
    version: str | None = Field(default=None, pattern=CLOUD_NAME)
    """Name of an earlier SageMaker model to serve again; `modelhost rollback` writes it."""
    machine: str | None = None
    """Machine type, such as `ml.g6.xlarge`; a serverless endpoint has none."""
    component: ComponentSpec | None = None
    """What a copy of the model takes of an instance, for `components`."""
    instances: InstanceRangeSpec | None = None
    """Bounds of the instances beneath the copies, for `components`; derived from the replicas when not given."""
    adapters: dict[str, AdapterSpec] = Field(default={})
    """Adapters (LoRA) on the model by name, for `components`."""
    asynchronous: AsyncSpec | None = None
    """Queueing and notifications, for `async`."""
    serverless: ServerlessSpec | None = None
    """Memory and concurrency, for `serverless`."""
    capacity: CapacitySpec | None = None
    """What to run on when the machine type has no room."""
    routing: RoutingSpec | None = None
    """Which instance or copy gets the next request; SageMaker's own choice when not given."""
    capture: CaptureSpec | None = None
    """Recording of requests and answers; none when not given."""
    rollout: RolloutSpec = RolloutSpec()
    """How a new version takes over."""
    shadow: ShadowSpec | None = None
    """A model that gets copies of requests."""
    challengers: dict[str, ChallengerSpec] = Field(default={})
    """Further models that answer a share of the requests, by name."""
    weight: float = Field(default=1.0, gt=0)
    """Share of the requests of the model itself, beside those of the challengers."""
    role_arn: str | None = Field(default=None, pattern=ROLE_ARN)
    """ARN of an existing execution role; a new one is made when none is given."""
    network_isolation: bool = True
    """Give the container no network at all; a model that downloads weights at start needs false."""
    startup_seconds: int | None = Field(default=None, ge=0, le=14_400)
    """Time from launch to first answer; estimated from machine and model when not given."""
    scaling: ScalingSpec = ScalingSpec(strategy=DEFAULT)
    """How it scales; a serverless endpoint that is paid by the request needs none."""
    slo: SloSpec | None = None
    """What callers are promised."""
    alarms: AlarmSpec = AlarmSpec()
    """Thresholds of the alarms."""
    smoke: SmokeSpec | None = None
    """A request for `modelhost invoke --smoke`, to be run by your pipeline after `pulumi up`."""
    environment: dict[str, str] = Field(default={})
    """Environment variables of the container.

    Secret ones belong to `modelhost:secrets`, a `--secret` config object of endpoint -> name -> value.
    """
