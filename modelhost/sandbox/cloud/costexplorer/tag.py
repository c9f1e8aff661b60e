"""The tags of anomaly monitors and subscriptions; those of cost categories stay with moto."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call, NotOursError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.ledger import GLOBAL
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.tagging import Tagging

SHELVES = ("anomaly-monitor", "anomaly-subscription")


def _tagged(call: Call, cloud: Cloud) -> Record:
    for shelf in SHELVES:
        record: Record | None = cloud.shelf(shelf).get((GLOBAL, call.params["ResourceArn"]))
        if record is not None:
            return record
    raise NotOursError


TAGGING = Tagging(_tagged, tags_field="ResourceTags", keys_field="ResourceTagKeys")
