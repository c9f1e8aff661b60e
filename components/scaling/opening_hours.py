"""Let an endpoint exist in its hours only."""

from components.scaling.clock_orders import ClockOrder
from modelhost.spec import dialect
from modelhost.spec.hours import HoursSpec


def opening_hours(hours: HoursSpec | None) -> dict[str, ClockOrder]:
    """Return the orders to wake and to sleep; none for an endpoint that always exists."""
    if hours is None:
        return {}
    return {
        "wake": ClockOrder(dialect.scheduler(hours.opening.opens), hours.timezone, {"action": "wake"}),
        "sleep": ClockOrder(dialect.scheduler(hours.opening.closes), hours.timezone, {"action": "sleep"}),
    }
