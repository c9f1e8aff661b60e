"""The words people write in a stack file: frozen models with safe defaults, no I/O."""

from modelhost.spec.asynchronous import AsyncSpec
from modelhost.spec.capacity import CapacitySpec
from modelhost.spec.capture import CaptureSpec
from modelhost.spec.component import AdapterSpec, ComponentSpec, InstanceRangeSpec
from modelhost.spec.endpoint import AlarmSpec, EndpointSpec, Platform, SloSpec, SmokeSpec
from modelhost.spec.environment import EnvironmentSpec, PlatformSpec
from modelhost.spec.hours import HoursSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.ladder import LadderSpec
from modelhost.spec.load import load
from modelhost.spec.model import ModelSpec
from modelhost.spec.name import cloud_name
from modelhost.spec.network import ExistingNetwork, Nat, NetworkSpec
from modelhost.spec.problem import SpecError
from modelhost.spec.rollout import Rollout, RolloutSpec
from modelhost.spec.routing import Routing, RoutingSpec
from modelhost.spec.scaling import ReplicaSpec, ScalingSpec
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.serverless import ServerlessSpec
from modelhost.spec.step import StepScalingSpec
from modelhost.spec.storage import StorageSpec
from modelhost.spec.strategy import Strategy
from modelhost.spec.target import TargetMetric, TargetSpec
from modelhost.spec.variant import ChallengerSpec, ShadowSpec

__all__ = [
    "AdapterSpec",
    "AlarmSpec",
    "AsyncSpec",
    "CapacitySpec",
    "CaptureSpec",
    "ChallengerSpec",
    "ComponentSpec",
    "EndpointKind",
    "EndpointSpec",
    "EnvironmentSpec",
    "ExistingNetwork",
    "HoursSpec",
    "InstanceRangeSpec",
    "LadderSpec",
    "ModelSpec",
    "Nat",
    "NetworkSpec",
    "Platform",
    "PlatformSpec",
    "ReplicaSpec",
    "Rollout",
    "RolloutSpec",
    "Routing",
    "RoutingSpec",
    "ScalingSpec",
    "ScheduleSpec",
    "ServerlessSpec",
    "ShadowSpec",
    "SloSpec",
    "SmokeSpec",
    "SpecError",
    "StepScalingSpec",
    "StorageSpec",
    "Strategy",
    "TargetMetric",
    "TargetSpec",
    "cloud_name",
    "load",
]
