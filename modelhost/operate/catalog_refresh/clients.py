"""The clients that a refresh needs: EC2 of the region itself, the price list where AWS serves it."""

from __future__ import annotations

from typing import Any

from modelhost.operate.cloud import Cloud

PRICE_LIST = {"cn": "cn-northwest-1"}
"""Where the price list is served, by the first part of the region's name; us-east-1 for all others [botocore]."""
PRICE_LIST_ELSEWHERE = "us-east-1"


class RegionClients:
    """Clients of one region, and of the price list."""

    def __init__(self, region: str) -> None:
        """Make no call yet."""
        self._region = Cloud(region)
        self._prices = Cloud(PRICE_LIST.get(region.partition("-")[0], PRICE_LIST_ELSEWHERE))

    def client(self, service: str) -> Any:
        """Return the client of *service*."""
        return (self._prices if service == "pricing" else self._region).client(service)
