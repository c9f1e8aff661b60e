"""Which operations this server answers itself, and which it leaves to moto."""

from __future__ import annotations

from functools import cache
from typing import Any

from moto.core.utils import get_service_model

from modelhost.sandbox.cloud.mend import mended
from modelhost.sandbox.cloud.moto_operations import implemented
from modelhost.sandbox.cloud.table import EXTENSIONS, GUARDS, LEDGER

SERVICES = (
    "application-autoscaling",
    "budgets",
    "ce",
    "cloudwatch",
    "ec2",
    "events",
    "iam",
    "kms",
    "logs",
    "s3",
    "sagemaker",
    "sagemaker-runtime",
    "scheduler",
    "sns",
    "ssm",
    "stepfunctions",
    "sts",
)


@cache
def coverage() -> dict[str, Any]:
    """Sort the operations of the services in use by who answers them."""
    return {service: _of_service(service) for service in SERVICES}


def _of_service(service: str) -> dict[str, list[str]]:
    own, kept = _names(EXTENSIONS, service), _names(LEDGER, service)
    by_moto = implemented(service) - own - kept
    everything = set(get_service_model(service).operation_names)
    return {
        "extension": sorted(own),
        "ledger": sorted(kept),
        "guarded": sorted(_names(GUARDS, service) & by_moto),
        "mended": sorted(mended(service) & by_moto),
        "moto": sorted(by_moto),
        "missing": sorted(everything - own - kept - by_moto),
    }


def _names(table: dict[tuple[str, str], Any], service: str) -> set[str]:
    return {operation for owner, operation in table if owner == service}
