"""Take another machine type by the clock."""

from collections.abc import Sequence

from components.scaling.clock_orders import ClockOrder
from components.scaling.scheduled_scaling import slug
from modelhost.spec.schedule import ScheduleSpec


def size_schedule(schedule: Sequence[ScheduleSpec]) -> dict[str, ClockOrder]:
    """Return an order for each entry that names a size, by its time and not by its place."""
    return {
        f"size-{slug(each)}": ClockOrder(each.scheduler_cron(), each.timezone, {"action": "resize", "size": each.size})
        for each in schedule
        if each.size is not None
    }
