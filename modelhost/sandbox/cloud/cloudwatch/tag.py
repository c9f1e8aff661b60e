"""The tags of alarms; those of other CloudWatch resources stay with moto."""

from __future__ import annotations

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call, NotOursError, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.tagging import Tagging


def _tagged(call: Call, cloud: Cloud) -> Record:
    arn = call.params["ResourceARN"]
    _, is_alarm, name = arn.partition(":alarm:")
    if not is_alarm:
        raise NotOursError
    record: Record | None = cloud.shelf(ALARMS).get((call.region, name))
    if record is None:
        raise RefusalError("ResourceNotFoundException", f"The alarm {arn} does not exist", 404)
    return record


TAGGING = Tagging(_tagged, tags_field="Tags", keys_field="TagKeys")
