"""What was live when: the parameter `/modelhost/live/<name>`, whose own versions are the history."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import describe
from modelhost.provider.sagemaker.parameter import store

ROOT = "/modelhost/live/"
MOMENT = frozenset({"reason", "at"})
"""What an entry says of its making, not of what is live."""


def note(context: Context, name: str, entry: Mapping[str, Any]) -> None:
    """Write down what is live now, unless the last entry says the same; a failure to do so is only said."""
    ssm = context.client("ssm")
    try:
        last = store.read(ssm, ROOT + name)
        if last is not None and _lasting(last) == _lasting(entry):
            return
        reason = "rollback" if last is not None and _served_before(ssm, name, last, entry) else "up"
        at = datetime.now(UTC).isoformat(timespec="seconds")
        store.write(ssm, ROOT + name, {**entry, "reason": reason, "at": at})
    except ClientError as error:
        context.log("warning", f"{name}: its history has a gap, {ROOT}{name} was not written: {describe(error)}")


def forget(context: Context, name: str) -> None:
    """Delete the history."""
    store.remove(context.client("ssm"), ROOT + name)


def _served_before(ssm: Any, name: str, last: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether other models than the last ones come back that were live at some time."""
    models = entry.get("models")
    if not models or models == last.get("models"):
        return False
    return any(each.get("models") == models for each in store.history(ssm, ROOT + name))


def _lasting(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in MOMENT}
