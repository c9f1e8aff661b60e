"""What is asked of AWS, one list after the other, and what is kept of each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from modelhost.operate.catalog_refresh.machine_row import row
from modelhost.operate.catalog_refresh.price_row import HOSTING, LINUX, ec2_prices, hosting_prices

PRICE_PAGE, MACHINE_PAGE, OFFER_PAGE = 100, 100, 1_000


class Step(NamedTuple):
    """One list of AWS."""

    name: str
    """What it is, for messages and for the partial file."""
    service: str
    """The client that it is asked of."""
    operation: str
    """The client's method."""
    parameters: Mapping[str, Any]
    """What it is asked with, without the place in the list."""
    kept: Callable[[Mapping[str, Any]], dict[str, Any]]
    """What is kept of a page: JSON that a later page's is merged with, key by key."""


def steps(region: str) -> Iterator[Step]:
    """Yield what is to be read of *region*."""
    yield Step("prices of SageMaker", "pricing", "get_products", _priced("AmazonSageMaker", region, HOSTING), _hosting)
    yield Step("prices of EC2", "pricing", "get_products", _priced("AmazonEC2", region, LINUX), _plain)
    yield Step("machine types", "ec2", "describe_instance_types", {"MaxResults": MACHINE_PAGE}, _machines)
    zones = {"LocationType": "availability-zone", "MaxResults": OFFER_PAGE}
    yield Step("offers by zone", "ec2", "describe_instance_type_offerings", zones, _zones)


def _priced(service: str, region: str, attributes: Mapping[str, str]) -> dict[str, Any]:
    """Return what GetProducts is asked with."""
    wanted = {"regionCode": region, **attributes}
    filters = [{"Type": "TERM_MATCH", "Field": key, "Value": value} for key, value in wanted.items()]
    return {"ServiceCode": service, "Filters": filters, "MaxResults": PRICE_PAGE}


def _hosting(page: Mapping[str, Any]) -> dict[str, Any]:
    """Keep SageMaker's prices."""
    return {"prices": hosting_prices(page.get("PriceList", []))}


def _plain(page: Mapping[str, Any]) -> dict[str, Any]:
    """Keep EC2's prices."""
    return {"prices": ec2_prices(page.get("PriceList", []))}


def _machines(page: Mapping[str, Any]) -> dict[str, Any]:
    """Keep machine types, and the memory of their accelerators."""
    rows = {found["InstanceType"]: row(found) for found in page.get("InstanceTypes", [])}
    chips = {carried.name: carried.memory_gib for _, carried in rows.values() if carried.name}
    return {"machines": {name: facts for name, (facts, _) in rows.items()}, "accelerators": chips}


def _zones(page: Mapping[str, Any]) -> dict[str, Any]:
    """Keep where each machine type is: `type zone` pairs, since a type's zones come on several pages."""
    return {
        "zones": {f"{each['InstanceType']} {each['Location']}": 1 for each in page.get("InstanceTypeOfferings", [])}
    }
