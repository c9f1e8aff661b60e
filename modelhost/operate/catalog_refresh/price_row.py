"""One product of AWS's price list, as a machine type and its hourly price."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MACHINE = re.compile(r"(ml\.)?[a-z0-9-]+\.[a-z0-9-]+")
HOURS = frozenset({"hrs", "hours", "hour"})
HOSTING = {"component": "Hosting"}
"""What tells a SageMaker endpoint's machine from that of a notebook or a training job."""
LINUX = {
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "preInstalledSw": "NA",
    "capacitystatus": "Used",
    "operation": "RunInstances",
}
"""What tells a plain virtual machine from one with other software, on a host of its own, or reserved."""


def hosting_prices(products: list[str]) -> dict[str, float]:
    """Return the hourly prices of SageMaker's hosting machines among *products*."""
    return _prices(products, HOSTING, "instanceName")


def ec2_prices(products: list[str]) -> dict[str, float]:
    """Return the hourly prices of EC2's plain Linux machines among *products*."""
    return _prices(products, LINUX, "instanceType")


def _prices(products: list[str], wanted: Mapping[str, str], field: str) -> dict[str, float]:
    """Return price by name of the *products* whose attributes are as *wanted*."""
    found: dict[str, float] = {}
    for text in products:
        product: dict[str, Any] = json.loads(text)
        attributes = product.get("product", {}).get("attributes", {})
        name = str(attributes.get(field, ""))
        usd = next(_hourly(product), None)
        if usd is not None and MACHINE.fullmatch(name) and _alike(attributes, wanted):
            found[name] = usd
    return found


def _alike(attributes: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """Whether *attributes* are as *wanted* and the product is sold on demand."""
    on_demand = attributes.get("marketoption", "OnDemand") == "OnDemand"
    return on_demand and all(attributes.get(key) == value for key, value in wanted.items())


def _hourly(product: Mapping[str, Any]) -> Iterator[float]:
    """Yield the positive hourly US-dollar prices on demand of *product*; a price of zero belongs to a reservation."""
    for term in product.get("terms", {}).get("OnDemand", {}).values():
        for dimension in term.get("priceDimensions", {}).values():
            usd = float(dimension.get("pricePerUnit", {}).get("USD", 0))
            if str(dimension.get("unit", "")).lower() in HOURS and 0 < usd < float("inf"):
                yield usd
