"""The tags of budgets."""

from __future__ import annotations

from modelhost.sandbox.cloud.budgets.shelf import SHELF, missing
from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.tagging import Tagging


def _tagged(call: Call, cloud: Cloud) -> Record:
    arn = call.params["ResourceARN"]
    for record in cloud.shelf(SHELF).values():
        if record.arn == arn:
            return record  # type: ignore[no-any-return]
    raise missing(f"Unable to find the resource {arn}.")


TAGGING = Tagging(_tagged, tags_field="ResourceTags", keys_field="ResourceTagKeys")
