"""What is asked is what the services take: botocore's own models check every parameter and every answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.stub import Stubber

from modelhost.operate.catalog_refresh.clients import RegionClients
from modelhost.operate.catalog_refresh.refresh import refresh
from tests.operate.catalog_refresh.aws import NOW, PAGES, REGION

OPERATIONS = {"AmazonSageMaker": "get_products", "AmazonEC2": "get_products"}
FIELDS = {
    "AmazonSageMaker": {"regionCode": REGION, "component": "Hosting"},
    "AmazonEC2": {
        "regionCode": REGION,
        "operatingSystem": "Linux",
        "tenancy": "Shared",
        "preInstalledSw": "NA",
        "capacitystatus": "Used",
        "operation": "RunInstances",
    },
}


class Stubbed:
    """Real clients whose answers are stubbed."""

    def __init__(self) -> None:
        """Expect every page of every list once, in order."""
        session = botocore.session.get_session()
        session.set_credentials("testing", "testing")
        self.clients = {name: session.create_client(name, region_name="us-east-1") for name in ("pricing", "ec2")}
        self.stubs = {name: Stubber(client) for name, client in self.clients.items()}
        for name, pages in PAGES.items():
            for number, page in enumerate(pages):
                self._expect(name, number, page, number + 1 < len(pages))

    def client(self, service: str) -> Any:
        """Return the client of *service*."""
        self.stubs[service].activate()
        return self.clients[service]

    def _expect(self, name: str, number: int, page: dict[str, Any], more: bool) -> None:
        """Expect one page to be asked for as documented."""
        asked: dict[str, Any] = {"MaxResults": 100}
        if name in FIELDS:
            filters = [{"Type": "TERM_MATCH", "Field": key, "Value": value} for key, value in FIELDS[name].items()]
            asked |= {"ServiceCode": name, "Filters": filters}
        elif name == "describe_instance_type_offerings":
            asked |= {"LocationType": "availability-zone", "MaxResults": 1_000}
        place = {"NextToken": f"page-{number}"} if number else {}
        answer = {**page, **({"NextToken": f"page-{number + 1}"} if more else {})}
        stub = self.stubs["pricing" if name in FIELDS else "ec2"]
        stub.add_response(OPERATIONS.get(name, name), answer, {**asked, **place})


def test_the_services_take_what_is_asked(tmp_path: Path) -> None:
    """Every call is made once, with parameters that the service models know."""
    stubbed = Stubbed()
    assert refresh(stubbed, REGION, tmp_path, NOW, lambda what, pages: None).hosting == 3
    for stub in stubbed.stubs.values():
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(("region", "served"), [("eu-west-3", "us-east-1"), ("cn-north-1", "cn-northwest-1")])
def test_the_price_list_is_asked_where_it_is_served(region: str, served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """EC2 is asked in the region itself."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    clients = RegionClients(region)
    assert clients.client("pricing").meta.region_name == served
    assert clients.client("ec2").meta.region_name == region
