"""What SageMaker would refuse of an endpoint configuration although each value by itself is fine."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from modelhost.provider.resource import Failure, Properties

Variant = Mapping[str, Any]
Rule = Callable[[Variant, Properties], Iterator[tuple[str, str]]]
MACHINES = ("instanceType", "instancePools", "serverlessConfig")
INSTANCES_ONLY = ("initialInstanceCount", "volumeSizeInGb", "managedInstanceScaling", "capacityReservationConfig")
MEMORY_STEP_MB = 1024


def conflicts(inputs: Properties) -> Iterator[Failure]:
    """Everything that two properties together make impossible, each at the property to change."""
    for group in ("productionVariants", "shadowProductionVariants"):
        for place, variant in enumerate(_variants(inputs, group)):
            for rule in RULES:
                for name, reason in rule(variant, inputs):
                    yield Failure(f"{group}[{place}]{'.' * bool(name)}{name}", reason)
    yield from _together(inputs)


def _machine(variant: Variant, inputs: Properties) -> Iterator[tuple[str, str]]:
    given = [name for name in MACHINES if variant.get(name) is not None]
    if not given:
        yield "instanceType", "is required; give instanceType, instancePools or serverlessConfig"
    for name in given[1:]:
        yield name, f"stands beside {given[0]}; leave one of the two"
    counted = "serverlessConfig" not in given and variant.get("initialInstanceCount") is None
    if given and counted:
        yield "initialInstanceCount", "is required for a variant with instances"


def _model(variant: Variant, inputs: Properties) -> Iterator[tuple[str, str]]:
    if variant.get("modelName") is not None:
        if variant.get("managedInstanceScaling") is not None:
            yield (
                "managedInstanceScaling",
                "is for inference components only; leave modelName out, or scale by a target",
            )
    elif inputs.get("executionRoleArn") is None:
        yield "modelName", "is required; a variant of inference components has none, and then needs executionRoleArn"


def _serverless(variant: Variant, inputs: Properties) -> Iterator[tuple[str, str]]:
    config = variant.get("serverlessConfig")
    if not isinstance(config, Mapping):
        return
    for name in INSTANCES_ONLY:
        if variant.get(name) is not None:
            yield name, "is for instances; a serverless variant has none, leave it out"
    memory = config.get("memorySizeInMb", config.get("memorySizeInMB"))
    if isinstance(memory, int) and memory % MEMORY_STEP_MB:
        yield "serverlessConfig.memorySizeInMb", f"is {memory}; use a multiple of {MEMORY_STEP_MB}"
    provisioned, most = config.get("provisionedConcurrency"), config.get("maxConcurrency")
    if isinstance(provisioned, int) and isinstance(most, int) and provisioned > most:
        yield "serverlessConfig.provisionedConcurrency", f"is {provisioned}; at most maxConcurrency, {most}"
    if inputs.get("asyncInferenceConfig") is not None:
        yield "serverlessConfig", "stands beside asyncInferenceConfig; asynchronous inference needs instances"


def _pools(variant: Variant, inputs: Properties) -> Iterator[tuple[str, str]]:
    pools = variant.get("instancePools")
    if not isinstance(pools, list):
        return
    for name in ("instanceType", "priority"):
        values = [pool.get(name) for pool in pools if isinstance(pool, Mapping)]
        known = [value for value in values if isinstance(value, str | int)]
        if len(known) != len(set(known)):
            yield "instancePools", f"has one {name} twice; each pool needs its own"


def _scaling(variant: Variant, inputs: Properties) -> Iterator[tuple[str, str]]:
    scaling = variant.get("managedInstanceScaling")
    if not isinstance(scaling, Mapping):
        return
    low, high = scaling.get("minInstanceCount"), scaling.get("maxInstanceCount")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield "managedInstanceScaling.minInstanceCount", f"is {low}; at most maxInstanceCount, {high}"
    policy = scaling.get("scaleInPolicy")
    if isinstance(policy, Mapping) and policy.get("strategy") == "IDLE_RELEASE":
        for name in ("cooldownInMinutes", "maximumStepSize"):
            if policy.get(name) is not None:
                yield f"managedInstanceScaling.scaleInPolicy.{name}", "is for strategy CONSOLIDATION; leave it out"


def _routing(variant: Variant, inputs: Properties) -> Iterator[tuple[str, str]]:
    routing = variant.get("routingConfig")
    if not isinstance(routing, Mapping) or routing.get("prefixAwareRoutingConfig") is None:
        return
    strategy = routing.get("routingStrategy")
    if isinstance(strategy, str) and strategy != "PREFIX_AWARE":
        yield "routingConfig.prefixAwareRoutingConfig", f"is for PREFIX_AWARE; the strategy is {strategy}"


def _together(inputs: Properties) -> Iterator[Failure]:
    production, shadow = _variants(inputs, "productionVariants"), _variants(inputs, "shadowProductionVariants")
    names = [variant.get("variantName") for variant in (*production, *shadow)]
    for name in sorted({name for name in names if isinstance(name, str) and names.count(name) > 1}):
        yield Failure("productionVariants", f"has more than one variant {name}; each needs its own name")
    if shadow and (len(production), len(shadow)) != (1, 1):
        yield Failure(
            "shadowProductionVariants",
            f"has {len(shadow)} beside {len(production)} production variants; SageMaker takes exactly one of each",
        )


def _variants(inputs: Properties, group: str) -> list[Variant]:
    found = inputs.get(group)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


RULES: tuple[Rule, ...] = (_machine, _model, _serverless, _pools, _scaling, _routing)
