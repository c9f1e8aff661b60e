"""Which operations of Application Auto Scaling are answered here, and by what."""

from __future__ import annotations

from modelhost.sandbox.cloud.autoscaling import policy, scheduled_action, tag, target, watch
from modelhost.sandbox.cloud.handler import HandlerTable

SERVICE = "application-autoscaling"
ANSWERS: HandlerTable = {
    (SERVICE, "RegisterScalableTarget"): target.register,
    (SERVICE, "DescribeScalableTargets"): target.describe,
    (SERVICE, "DeregisterScalableTarget"): target.deregister,
    (SERVICE, "PutScalingPolicy"): policy.put,
    (SERVICE, "DescribeScalingPolicies"): policy.describe,
    (SERVICE, "DeleteScalingPolicy"): policy.delete,
    (SERVICE, "PutScheduledAction"): scheduled_action.put,
    (SERVICE, "DescribeScheduledActions"): scheduled_action.describe,
    (SERVICE, "DeleteScheduledAction"): scheduled_action.delete,
    (SERVICE, "TagResource"): tag.add,
    (SERVICE, "UntagResource"): tag.remove,
    (SERVICE, "ListTagsForResource"): tag.list_tags,
}
GUARDS: HandlerTable = {("cloudwatch", "SetAlarmState"): watch.before_alarm}
