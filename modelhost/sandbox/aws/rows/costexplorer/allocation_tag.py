"""The activation of tag keys for cost allocation."""

from __future__ import annotations

from typing import Any

from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Prop, Row, Run


def _put_status(key: str, status: str) -> Call:
    return Call("update_cost_allocation_tags_status", {"CostAllocationTagsStatus": [{"TagKey": key, "Status": status}]})


PUT = _put_status("{tagKey}", "{status}")


def _set_status(run: Run) -> None:
    _refuse_errors(run.call(PUT))


def _deactivate(run: Run) -> None:
    _refuse_errors(run.call(_put_status("{tagKey}", "Inactive")))


def _refuse_errors(answer: dict[str, Any]) -> None:
    """The operation succeeds even when it did nothing."""
    for error in answer.get("Errors", ()):
        raise ProviderError(
            f"UpdateCostAllocationTagsStatus: {error.get('Code')}: {error.get('TagKey')}: {error.get('Message')}"
        )


COST_ALLOCATION_TAG = Row(
    type="aws:costexplorer/costAllocationTag:CostAllocationTag",
    service="ce",
    regional=False,
    properties={
        # The official provider activates another key in place and leaves the old one active; here it is replaced.
        "tagKey": Prop(replace=True, required=True),
        "status": Prop(required=True),
    },
    create=_set_status,
    upsert=True,
    checks=(PUT,),
    id="{tagKey}",
    read=Call("list_cost_allocation_tags", {"TagKeys": ["{id}"]}),
    found="CostAllocationTags[0]",
    outputs={"type": "Type"},
    delete=(_deactivate,),
)

ROWS = (COST_ALLOCATION_TAG,)
