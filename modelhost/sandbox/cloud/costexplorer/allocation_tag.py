"""Tag keys activated for cost allocation; the sandbox behaves as if every key had been seen on a bill."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.ledger import GLOBAL
from modelhost.sandbox.cloud.record import Record, page, timestamp

SHELF = "cost-allocation-tag"


def update(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Activate or deactivate keys."""
    for wanted in call.params["CostAllocationTagsStatus"]:
        key = wanted["TagKey"]
        fields = {**wanted, "Type": "AWSGenerated" if key.startswith("aws:") else "UserDefined"}
        cloud.shelf(SHELF)[GLOBAL, key] = Record(key, "", fields, cloud.now())
    return {"Errors": []}


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the keys whose status was ever set."""
    keys, status, kind = (call.params.get(name) for name in ("TagKeys", "Status", "Type"))
    found = [
        record
        for record in cloud.shelf(SHELF).values()
        if (not keys or record.name in keys)
        and status in (None, record.fields["Status"])
        and kind in (None, record.fields["Type"])
    ]
    records, token = page(found, call.params)
    return {"CostAllocationTags": [_shown(record) for record in records], "NextToken": token}


def _shown(record: Record) -> dict[str, Any]:
    return {**record.fields, "LastUpdatedDate": timestamp(record.modified).strftime("%Y-%m-%dT%H:%M:%SZ")}
