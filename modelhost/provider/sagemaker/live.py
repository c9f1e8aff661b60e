"""What SageMaker says of an endpoint now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import is_missing

IN_TRANSITION = frozenset({"Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"})
SERVERLESS = frozenset({"CurrentServerlessConfig", "DesiredServerlessConfig"})
NEVER_SERVED = frozenset({"Creating", "Failed", "Deleting"})
MIXED = "UpdateRollbackFailed"
"""The state after an update and its rollback both failed: old and new instances serve side by side."""
SERVING = frozenset({"InService", MIXED})
"""States in which SageMaker takes an update; of the others only Failed and OutOfService last."""


@dataclass(frozen=True)
class Concurrency:
    """How many requests a serverless variant takes at once."""

    provisioned: int
    """Those that find a warm worker; 0 when none is kept warm."""
    most: int
    """The program's own ceiling."""


@dataclass(frozen=True)
class Live:
    """An endpoint as DescribeEndpoint shows it."""

    name: str
    arn: str
    config_name: str
    """The configuration that serves, which after a rollback is not the one asked for."""
    status: str
    failure_reason: str = ""
    variants: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """Desired instances of each variant that has instances."""
    concurrency: Mapping[str, Concurrency] = field(default_factory=dict)
    """Concurrency of each serverless variant."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """Desired weight of each variant."""

    @property
    def whole_config(self) -> str:
        """The configuration that serves by itself; empty when none ever did, or old and new instances are mixed."""
        return self.config_name if self.has_served and self.status != MIXED else ""

    @property
    def has_served(self) -> bool:
        """Whether its configuration ever went live."""
        return self.status not in NEVER_SERVED

    def serves(self, configuration: str) -> bool:
        """Whether it serves this configuration and nothing else."""
        return self.status == "InService" and self.config_name == configuration

    @property
    def settled(self) -> bool:
        """Whether nothing is moving."""
        return self.status not in IN_TRANSITION

    @property
    def serving(self) -> bool:
        """Whether it answers requests and can be updated."""
        return self.status in SERVING


def from_answer(answer: Mapping[str, Any]) -> Live:
    """Read a DescribeEndpoint answer; a variant without instances of its own (serverless) has no count."""
    variants = answer.get("ProductionVariants") or []
    return Live(
        name=answer["EndpointName"],
        arn=answer["EndpointArn"],
        config_name=answer.get("EndpointConfigName", ""),
        status=answer["EndpointStatus"],
        failure_reason=answer.get("FailureReason", ""),
        variants=tuple(variant["VariantName"] for variant in variants),
        counts={v["VariantName"]: int(v["DesiredInstanceCount"]) for v in variants if _has_instances(v)},
        concurrency={v["VariantName"]: _concurrency(v) for v in variants if SERVERLESS & v.keys()},
        weights={v["VariantName"]: float(v["DesiredWeight"]) for v in variants if "DesiredWeight" in v},
    )


def _has_instances(variant: Mapping[str, Any]) -> bool:
    return "DesiredInstanceCount" in variant and not SERVERLESS & variant.keys()


def _concurrency(variant: Mapping[str, Any]) -> Concurrency:
    config = variant.get("DesiredServerlessConfig") or variant["CurrentServerlessConfig"]
    return Concurrency(int(config.get("ProvisionedConcurrency") or 0), int(config["MaxConcurrency"]))


def describe_endpoint(client: Any, name: str) -> Live | None:
    """The endpoint of that name, or None when there is none."""
    try:
        return from_answer(client.describe_endpoint(EndpointName=name))
    except ClientError as error:
        if is_missing(error):
            return None
        raise
