"""What a configuration serves: its models, and the machine type of a variant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import is_missing


@dataclass(frozen=True)
class Served:
    """An endpoint configuration, as far as it matters what is live with it."""

    models: tuple[str, ...] = ()
    """Every model that it names, shadow variants and instance pools included."""
    variants: tuple[str, ...] = ()
    """The names of all variants, shadows last."""
    machines: Mapping[str, str] = field(default_factory=dict)
    """Machine type by variant; of several pools the first choice; none when serverless."""

    capture: Mapping[str, Any] = field(default_factory=dict)
    """What is captured of the traffic; empty when nothing is."""

    def machine(self, variant: str) -> str:
        """The machine type of a variant; empty when it has none."""
        return self.machines.get(variant, "")


def served_by(client: Any, configuration: str) -> Served:
    """Describe the configuration; one that is gone serves nothing."""
    try:
        answer = client.describe_endpoint_config(EndpointConfigName=configuration)
    except ClientError as error:
        if is_missing(error):
            return Served()
        raise
    production = answer.get("ProductionVariants") or []
    variants = [*production, *(answer.get("ShadowProductionVariants") or [])]
    models = dict.fromkeys(model for variant in variants for model in _models(variant))
    capture = answer.get("DataCaptureConfig") or {}
    return Served(
        models=tuple(models),
        variants=tuple(v["VariantName"] for v in variants),
        machines={v["VariantName"]: _machine(v) for v in production},
        capture=capture if capture.get("EnableCapture") else {},
    )


def _models(variant: Mapping[str, Any]) -> Iterator[str]:
    if variant.get("ModelName"):
        yield str(variant["ModelName"])
    yield from (str(p["ModelNameOverride"]) for p in variant.get("InstancePools") or () if p.get("ModelNameOverride"))


def _machine(variant: Mapping[str, Any]) -> str:
    pools = sorted(variant.get("InstancePools") or (), key=lambda pool: int(pool["Priority"]))
    first = pools[0]["InstanceType"] if pools else ""
    return str(variant.get("InstanceType") or first)
