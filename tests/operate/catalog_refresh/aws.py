"""A region of AWS as pages, and what may go wrong while they are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REGION = "us-west-2"


def product(attributes: dict[str, str], usd: str = "1.0", unit: str = "Hrs") -> str:
    """Return a product of the price list, as GetProducts spells one."""
    dimension = {"unit": unit, "pricePerUnit": {"USD": usd}}
    terms = {"OnDemand": {"A.B": {"priceDimensions": {"A.B.C": dimension}}}}
    return json.dumps({"product": {"attributes": attributes}, "serviceCode": "X", "terms": terms})


def hosting(name: str, usd: str, **changes: str) -> str:
    """Return the price of a SageMaker machine."""
    return product({"instanceName": name, "component": "Hosting", **changes}, usd)


def plain(name: str, usd: str, **changes: str) -> str:
    """Return the price of an EC2 machine."""
    attributes = {"instanceType": name, "operatingSystem": "Linux", "tenancy": "Shared", "operation": "RunInstances"}
    return product({**attributes, "preInstalledSw": "NA", "capacitystatus": "Used", **changes}, usd)


def instance(name: str, **changes: Any) -> dict[str, Any]:
    """Return a machine type, as DescribeInstanceTypes spells one."""
    return {
        "InstanceType": name,
        "VCpuInfo": {"DefaultVCpus": 4},
        "MemoryInfo": {"SizeInMiB": 16_384},
        "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]},
        "NetworkInfo": {"NetworkCards": [{"BaselineBandwidthInGbps": 2.5}]},
        **changes,
    }


L4 = {"GpuInfo": {"Gpus": [{"Name": "L4", "Manufacturer": "NVIDIA", "Count": 1, "MemoryInfo": {"SizeInMiB": 22_888}}]}}
PAGES: dict[str, list[dict[str, Any]]] = {
    "AmazonSageMaker": [
        {"PriceList": [hosting("ml.g6.xlarge", "1.2"), hosting("ml.m7i.large", "0.121")]},
        {"PriceList": [hosting("ml.z9.xlarge", "3.5"), hosting("ml.g6.xlarge", "9", component="Training")]},
    ],
    "AmazonEC2": [{"PriceList": [plain("g6.xlarge", "0.8")]}, {"PriceList": [plain("z9.xlarge", "2.9")]}],
    "describe_instance_types": [
        {"InstanceTypes": [instance("g6.xlarge", **L4)]},
        {"InstanceTypes": [instance("z9.xlarge"), instance("m7i.large")]},
    ],
    "describe_instance_type_offerings": [
        {"InstanceTypeOfferings": [{"InstanceType": "g6.xlarge", "Location": "us-west-2a"}]},
        {"InstanceTypeOfferings": [{"InstanceType": "g6.xlarge", "Location": "us-west-2c"}]},
    ],
}
CALLS = sum(len(pages) for pages in PAGES.values())


class Region:
    """Clients whose lists have pages; *before* each call, by its number from 0, something may go wrong."""

    def __init__(
        self,
        before: Callable[[int], None] = lambda call: None,
        pages: dict[str, list[dict[str, Any]]] = PAGES,
    ) -> None:
        """Answer from *pages*."""
        self.calls: list[tuple[str, str | None]] = []
        self._attempts = 0
        self._before, self._pages = before, pages

    def client(self, service: str) -> Region:
        """Return itself: it is every client."""
        return self

    def get_products(self, **asked: Any) -> dict[str, Any]:
        """Return a page of the price list."""
        return self._page(asked["ServiceCode"], asked.get("NextToken"))

    def describe_instance_types(self, **asked: Any) -> dict[str, Any]:
        """Return a page of machine types."""
        return self._page("describe_instance_types", asked.get("NextToken"))

    def describe_instance_type_offerings(self, **asked: Any) -> dict[str, Any]:
        """Return a page of offers."""
        return self._page("describe_instance_type_offerings", asked.get("NextToken"))

    def _page(self, name: str, place: str | None) -> dict[str, Any]:
        """Return the page at *place*."""
        self._attempts += 1
        self._before(self._attempts - 1)
        self.calls.append((name, place))
        number = int(place.removeprefix("page-")) if place else 0
        more = {"NextToken": f"page-{number + 1}"} if number + 1 < len(self._pages[name]) else {}
        return {**self._pages[name][number], **more}


def refused(code: str, at: Callable[[int], bool]) -> Callable[[int], None]:
    """Return what refuses the calls for which *at* holds, as AWS does with *code*."""

    def before(call: int) -> None:
        if at(call):
            raise ClientError({"Error": {"Code": code, "Message": "slow down"}}, "GetProducts")

    return before
