"""The hours in which an endpoint exists."""

from typing import Any

from pydantic import model_validator

from modelhost.spec.base import Spec


class HoursSpec(Spec):
    """Days and hours, such as `weekdays 07-20`; outside of them the endpoint is gone, and costs nothing."""

    at: str
    """Days and hours, such as `weekdays 07-20` or `mon,wed 08:30-18:00`."""
    timezone: str = "UTC"
    """IANA time zone; daylight saving time is followed."""

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        """Take the bare text for the block."""
        return {"at": data} if isinstance(data, str) else data
