"""The words people write in a stack file: frozen models with safe defaults, no I/O."""

from modelhost.spec.endpoint import AlarmSpec, EndpointSpec, Platform, SloSpec, SmokeSpec
from modelhost.spec.environment import EnvironmentSpec, PlatformSpec
from modelhost.spec.load import load
from modelhost.spec.model import ModelSpec
from modelhost.spec.name import cloud_name
from modelhost.spec.network import ExistingNetwork, Nat, NetworkSpec
from modelhost.spec.problem import SpecError
from modelhost.spec.scaling import Auto, Horizontal, ReplicaSpec, ScalingSpec, Strategy, Vertical
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.storage import StorageSpec
from modelhost.spec.target import TargetMetric, TargetSpec

__all__ = [
    "AlarmSpec",
    "Auto",
    "EndpointSpec",
    "EnvironmentSpec",
    "ExistingNetwork",
    "Horizontal",
    "ModelSpec",
    "Nat",
    "NetworkSpec",
    "Platform",
    "PlatformSpec",
    "ReplicaSpec",
    "ScalingSpec",
    "ScheduleSpec",
    "SloSpec",
    "SmokeSpec",
    "SpecError",
    "StorageSpec",
    "Strategy",
    "TargetMetric",
    "TargetSpec",
    "Vertical",
    "cloud_name",
    "load",
]
