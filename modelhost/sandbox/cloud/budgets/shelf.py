"""Where budgets are kept, and how AWS says that one is missing."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record

SHELF = "budget"


def find(call: Call, cloud: Cloud, name: str) -> Record:
    """Look a budget up, or refuse."""
    record: Record | None = cloud.shelf(SHELF).get((call.params["AccountId"], name))
    if record is None:
        raise missing(f"Unable to get budget: {name} - the budget doesn't exist.")
    return record


def missing(message: str) -> RefusalError:
    """Refuse because something is not there."""
    return RefusalError("NotFoundException", message, 400)
