"""Which operations of EventBridge Scheduler are answered here: all."""

from __future__ import annotations

from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.scheduler import group, schedule

SERVICE = "scheduler"

ANSWERS: HandlerTable = {
    (SERVICE, "CreateScheduleGroup"): group.create,
    (SERVICE, "GetScheduleGroup"): group.get,
    (SERVICE, "ListScheduleGroups"): group.list_all,
    (SERVICE, "DeleteScheduleGroup"): group.delete,
    (SERVICE, "TagResource"): group.TAGGING.add,
    (SERVICE, "UntagResource"): group.TAGGING.remove,
    (SERVICE, "ListTagsForResource"): group.TAGGING.list_tags,
    (SERVICE, "CreateSchedule"): schedule.create,
    (SERVICE, "UpdateSchedule"): schedule.update,
    (SERVICE, "GetSchedule"): schedule.get,
    (SERVICE, "ListSchedules"): schedule.list_all,
    (SERVICE, "DeleteSchedule"): schedule.delete,
}
