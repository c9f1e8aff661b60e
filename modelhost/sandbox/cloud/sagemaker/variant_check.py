"""What SageMaker refuses of the variants of an endpoint configuration, as tables of rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.catalog.machine import machine, machines
from modelhost.sandbox.cloud.call import validation

Spec = dict[str, Any]
Rule = tuple[Callable[[Spec], bool], str]
SERVERLESS, POOLS, MANAGED, MODEL_NAME = "ServerlessConfig", "InstancePools", "ManagedInstanceScaling", "ModelName"
INSTANCE_FIELDS = (
    *("InstanceType", "InitialInstanceCount", POOLS, MANAGED, "VolumeSizeInGB", "CapacityReservationConfig"),
    *("RoutingConfig", "AcceleratorPartitionLayouts", "InferenceAmiVersion", "EnableSSMAccess"),
)
MEMORY_STEP_MIB = 1024
REGIONS_WITHOUT_ZERO = ("eu-west-3",)
ZERO_REFUSED = "Min instance count needs to be greater than 0 for enabled managed instance scaling"


def _serverless(spec: Spec) -> Spec:
    config: Spec = spec[SERVERLESS]
    return config


def _managed(spec: Spec) -> Spec:
    scaling: Spec = spec.get(MANAGED, {})
    return scaling


def _crossed(spec: Spec) -> bool:
    scaling = _managed(spec)
    return int(scaling.get("MinInstanceCount", 1)) > int(scaling.get("MaxInstanceCount", 1e9))


def _outside(spec: Spec) -> bool:
    scaling = _managed(spec)
    if scaling.get("Status") != "ENABLED":
        return False
    low, high = int(scaling.get("MinInstanceCount", 1)), int(scaling.get("MaxInstanceCount", 1e9))
    return not low <= int(spec["InitialInstanceCount"]) <= high


def _consolidates_without_saying(spec: Spec) -> bool:
    policy = _managed(spec).get("ScaleInPolicy", {})
    return policy.get("Strategy") != "CONSOLIDATION" and bool({"MaximumStepSize", "CooldownInMinutes"} & set(policy))


def _repeated(spec: Spec, field: str) -> bool:
    values = [pool[field] for pool in spec.get(POOLS, [])]
    return len(set(values)) != len(values)


def _attached(spec: Spec) -> bool:
    name = spec.get("InstanceType", "")
    return "VolumeSizeInGB" in spec and name in machines() and machine(name).local_nvme_gb > 0


def _prefix_without_strategy(spec: Spec) -> bool:
    routing = spec.get("RoutingConfig", {})
    return "PrefixAwareRoutingConfig" in routing and routing["RoutingStrategy"] != "PREFIX_AWARE"


SERVERLESS_RULES: tuple[Rule, ...] = (
    (lambda spec: MODEL_NAME not in spec, "ModelName is required for serverless variant {name}."),
    (
        lambda spec: bool(set(INSTANCE_FIELDS) & set(spec)),
        "{fields} cannot be specified for variant {name}, which has a ServerlessConfig.",
    ),
    (
        lambda spec: _serverless(spec)["MemorySizeInMB"] % MEMORY_STEP_MIB != 0,
        "MemorySizeInMB of variant {name} must be one of 1024, 2048, 3072, 4096, 5120, 6144.",
    ),
    (
        lambda spec: _serverless(spec).get("ProvisionedConcurrency", 0) > _serverless(spec)["MaxConcurrency"],
        "ProvisionedConcurrency must be less than or equal to MaxConcurrency.",
    ),
)
INSTANCE_RULES: tuple[Rule, ...] = (
    (
        lambda spec: MODEL_NAME in spec and MANAGED in spec,
        "ManagedInstanceScaling is only supported for inference component endpoints.",
    ),
    (
        lambda spec: MODEL_NAME in spec and "AcceleratorPartitionLayouts" in spec,
        "AcceleratorPartitionLayouts is only supported for inference component endpoints.",
    ),
    (lambda spec: not {"InstanceType", POOLS} & set(spec), "InstanceType is required for variant {name}."),
    (
        lambda spec: {"InstanceType", POOLS} <= set(spec),
        "Only one of InstanceType and InstancePools can be specified for variant {name}.",
    ),
    (lambda spec: _repeated(spec, "InstanceType"), "Instance types of InstancePools of variant {name} must be unique."),
    (lambda spec: _repeated(spec, "Priority"), "Priorities of InstancePools of variant {name} must be unique."),
    (
        lambda spec: MODEL_NAME not in spec and any("ModelNameOverride" in pool for pool in spec.get(POOLS, [])),
        "ModelNameOverride is not supported for variant {name}, which has no ModelName.",
    ),
    (
        lambda spec: "VariantInstanceProvisionTimeoutInSeconds" in spec and POOLS not in spec,
        "VariantInstanceProvisionTimeoutInSeconds of variant {name} requires InstancePools.",
    ),
    (_attached, "VolumeSize parameter is not allowed for the selected Instance type {type}."),
    (lambda spec: "InitialInstanceCount" not in spec, "InitialInstanceCount is required for variant {name}."),
    (_crossed, "MinInstanceCount must be less than or equal to MaxInstanceCount for managed instance scaling"),
    (_outside, "InitialInstanceCount of variant {name} must lie between MinInstanceCount and MaxInstanceCount."),
    (
        _consolidates_without_saying,
        "MaximumStepSize and CooldownInMinutes are only supported for the scale-in strategy CONSOLIDATION.",
    ),
    (_prefix_without_strategy, "PrefixAwareRoutingConfig is only supported for the routing strategy PREFIX_AWARE."),
)


def variant(spec: Spec, region: str) -> None:
    """Refuse a variant that no endpoint of the region could run."""
    rules = SERVERLESS_RULES if SERVERLESS in spec else INSTANCE_RULES
    for refuses, message in rules:
        if refuses(spec):
            fields = ", ".join(name for name in INSTANCE_FIELDS if name in spec)
            raise validation(message.format(name=spec["VariantName"], type=spec.get("InstanceType", ""), fields=fields))
    scaling = _managed(spec)
    zero = scaling.get("Status") == "ENABLED" and scaling.get("MinInstanceCount") == 0
    if zero and region in REGIONS_WITHOUT_ZERO:
        raise validation(ZERO_REFUSED)
