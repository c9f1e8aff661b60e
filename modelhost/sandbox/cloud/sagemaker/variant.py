"""A variant of an endpoint as it stands: how many instances, or how much provisioned concurrency, with what weight."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

INSTANCES, CONCURRENCY = "sagemaker:variant:DesiredInstanceCount", "sagemaker:variant:DesiredProvisionedConcurrency"


@dataclass(frozen=True)
class Variant:
    """One variant: its counts are instances, or units of provisioned concurrency where it is serverless."""

    name: str
    spec: dict[str, Any]
    current: int
    desired: int
    weight: float
    desired_weight: float
    shadow: bool = False
    pools: dict[str, int] = field(default_factory=dict)

    @property
    def serverless(self) -> dict[str, Any] | None:
        """The serverless configuration, where the variant has no instances."""
        return self.spec.get("ServerlessConfig")

    @property
    def hosts_components(self) -> bool:
        """Whether models come to it as inference components."""
        return self.serverless is None and "ModelName" not in self.spec

    @property
    def managed(self) -> dict[str, Any] | None:
        """The bounds between which SageMaker itself chooses the number of instances."""
        scaling: dict[str, Any] = self.spec.get("ManagedInstanceScaling", {})
        return scaling if scaling.get("Status") == "ENABLED" else None

    @property
    def types(self) -> list[str]:
        """The machine types it may run on, in order of preference."""
        pools = sorted(self.spec.get("InstancePools", []), key=lambda pool: pool["Priority"])
        single = self.spec.get("InstanceType")
        return [pool["InstanceType"] for pool in pools] or ([single] if single else [])

    @property
    def dimension(self) -> str:
        """What Application Auto Scaling calls its count."""
        return INSTANCES if self.serverless is None else CONCURRENCY

    def settled(self) -> Variant:
        """Give the variant once what is desired has come true."""
        return replace(self, current=self.desired, weight=self.desired_weight)


def variants_of(configuration: dict[str, Any]) -> tuple[Variant, ...]:
    """Read the variants that an endpoint configuration asks for, the shadows last."""
    shadows = configuration.get("ShadowProductionVariants", [])
    return (
        *(_variant(spec) for spec in configuration["ProductionVariants"]),
        *(_variant(spec, shadow=True) for spec in shadows),
    )


def _variant(spec: dict[str, Any], shadow: bool = False) -> Variant:
    serverless = spec.get("ServerlessConfig")
    asked = spec.get("InitialInstanceCount", 0) if serverless is None else serverless.get("ProvisionedConcurrency", 0)
    weight = float(spec.get("InitialVariantWeight", 1.0))
    return Variant(spec["VariantName"], spec, int(asked), int(asked), weight, weight, shadow)
