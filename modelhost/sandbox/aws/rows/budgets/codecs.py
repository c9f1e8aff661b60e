"""How a budget's times, filters, plans and notifications are written and compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from modelhost.provider.table import Codec
from modelhost.provider.table.codec import ordered
from modelhost.provider.wire import UNKNOWN, contains_unknown
from modelhost.sandbox.aws.rows.budgets import notification
from modelhost.sandbox.aws.rows.codecs import Named

TIME_FORMAT = "%Y-%m-%d_%H:%M"


def _time(text: Any) -> Any:
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return text


TIME = Codec(encode=_time, decode=lambda time: time.astimezone(UTC).strftime(TIME_FORMAT))


def _filters(given: list[Any]) -> Any:
    names = [each["name"] if isinstance(each, Mapping) else each for each in given]
    return UNKNOWN if contains_unknown(names) else {each["name"]: each["values"] for each in given}


def _plans(given: list[Any]) -> Any:
    if contains_unknown(given):
        return UNKNOWN
    return {
        str(int(_time(each["startTime"]).timestamp())): {"Amount": each["amount"], "Unit": each["unit"]}
        for each in given
    }


FILTERS = Named(
    encode=_filters,
    decode=lambda given: [{"name": name, "values": list(values)} for name, values in given.items()],
    key=lambda each: str(each["name"] if isinstance(each, Mapping) else each),
)
PLANS = Named(
    encode=_plans,
    decode=lambda given: [
        {
            "startTime": datetime.fromtimestamp(int(start), UTC).strftime(TIME_FORMAT),
            "amount": each["Amount"],
            "unit": each["Unit"],
        }
        for start, each in given.items()
    ],
    key=lambda each: str(each["startTime"] if isinstance(each, Mapping) else each),
)


class Notifications(Codec):
    """Notifications; neither their order nor that of the addresses means anything."""

    def same(self, old: Any, new: Any) -> bool:
        """Compare without order."""
        return super().same(_sorted(old), _sorted(new))

    def covers(self, wanted: Any, seen: Any) -> bool:
        """Compare without order."""
        return super().covers(_sorted(wanted), _sorted(seen))


def _sorted(given: Any) -> Any:
    if not isinstance(given, list):
        return given
    entries = [
        {key: ordered(value) for key, value in each.items()} if isinstance(each, Mapping) else each for each in given
    ]
    return ordered(entries)


NOTIFICATIONS = Notifications(encode=lambda given: [notification.encode(each) for each in given])
