"""Who gives the machine its orders: the clock, the alarms of a ladder, and what says that an order came to nothing."""

import json

import pytest

from components.scaling.clock_orders import ClockOrders
from components.scaling.machine_alarm import MachineAlarm
from components.scaling.opening_hours import opening_hours
from components.scaling.resize.plan import NEVER
from components.scaling.resize_machine import ResizeMachine
from components.scaling.size_ladder import SizeLadder, step_alarms
from components.scaling.size_schedule import size_schedule
from components.scaling.starter_role import EVENTS, SCHEDULER, StarterRole
from components.scaling.step_scaling import StepScaling
from components.scaling.wake_up import wake_up
from modelhost.spec.hours import HoursSpec
from modelhost.spec.iam import IamSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.ladder import LadderSpec
from modelhost.spec.schedule import ScheduleSpec
from tests.components.recording import ACCOUNT, REGION

SIZES = ["ml.m7i.large", "ml.m7i.xlarge", "ml.m7i.2xlarge"]
MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:dev-digits-resize"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/starter"
DIMENSIONS = {"EndpointName": "dev-digits", "VariantName": "primary"}
LADDER = LadderSpec(metric="cpu", up_above=0.8, down_below=0.2).decided(SIZES, EndpointKind.REALTIME)


def machine(account, **changes):
    """Return a machine with defaults to override."""
    args = {
        "account": account,
        "iam": IamSpec(),
        "endpoint_name": "dev-digits",
        "name": "dev-digits",
        "variant_name": "primary",
        "kind": "realtime",
        "configuration_names": {"ml.m7i.large": "dev-digits-0000001", "ml.m7i.2xlarge": "dev-digits-0000002"},
        "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
        "alarm_names": ["dev-digits-cpu"],
        "step_alarms": [],
        "cooldown_seconds": 900,
        "limit_seconds": 0,
        "sleeps": False,
        "key_arn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
        "log_retention_days": 30,
    }
    return ResizeMachine("resize", {**args, **changes})


def ladder():
    """Return the alarms and rules of a ladder."""
    args = {
        "spec": LADDER,
        "size": "ml.m7i.xlarge",
        "endpoint_name": "dev-digits",
        "dimensions": DIMENSIONS,
        "machine_arn": MACHINE,
        "role_arn": ROLE,
    }
    return SizeLadder("ladder", args)


def test_the_machine_logs_encrypted_and_traces(build, account):
    """Failures with their data, in a log group of its own with a key and an end."""
    found = build(lambda: machine(account))
    made, logs = found.one("StateMachine"), found.one("LogGroup")
    assert logs["name"] == "/aws/vendedlogs/states/dev-digits-resize"
    assert (logs["kmsKeyId"], logs["retentionInDays"]) == (f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1", 30)
    assert made["loggingConfiguration"]["level"] == "ERROR"
    assert made["loggingConfiguration"]["logDestination"].endswith(":*")
    assert (made["type"], made["tracingConfiguration"]) == ("STANDARD", {"enabled": True})


def test_the_machine_knows_the_configuration_of_each_size(build, account):
    """Its name is known before it stands, so that its own policy can name it."""
    made = build(lambda: machine(account)).one("StateMachine")
    states = json.loads(made["definition"])["States"]
    assert made["name"] == "dev-digits-resize"
    assert states["Read the ladder"]["Result"] == {
        "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
        "configurations": ["dev-digits-0000001", "dev-digits-0000002"],
    }


def test_only_step_functions_for_this_account_assumes_the_machines_role(build, account):
    """Without the condition another account's state machine could be made to use it."""
    [trust] = json.loads(build(lambda: machine(account)).one("Role")["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "states.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


@pytest.mark.parametrize("service", [SCHEDULER, EVENTS])
def test_whoever_gives_orders_has_a_role_for_that(build, account, service):
    """It starts this one machine."""
    args = {"account": account, "iam": IamSpec(), "service": service, "machine_arn": MACHINE}
    found = build(lambda: StarterRole("starter", args))
    assert json.loads(found.one("Role")["assumeRolePolicy"])["Statement"][0]["Principal"] == {"Service": service}
    assert json.loads(found.one("RolePolicy")["policy"])["Statement"][0]["Resource"] == [MACHINE]


def test_a_size_by_the_clock_is_an_order_at_that_time():
    """In the zone of the entry; entries without a size are none of the machine's business."""
    schedule = [
        ScheduleSpec(at="weekdays 08:00", timezone="Europe/Berlin", size="ml.m7i.2xlarge"),
        ScheduleSpec(at="weekdays 09:00", count=3),
    ]
    [(key, order)] = size_schedule(schedule).items()
    assert key == "size-weekdays-08-00-europe-berlin"
    assert order == (
        "cron(0 8 ? * MON-FRI *)",
        "Europe/Berlin",
        {"action": "resize", "size": "ml.m7i.2xlarge"},
    )


def test_opening_hours_are_two_orders():
    """One to wake and one to sleep, each in the zone of the hours."""
    orders = opening_hours(HoursSpec(at="weekdays 07-20", timezone="Europe/Berlin"))
    assert orders == {
        "wake": ("cron(0 7 ? * MON-FRI *)", "Europe/Berlin", {"action": "wake"}),
        "sleep": ("cron(0 20 ? * MON-FRI *)", "Europe/Berlin", {"action": "sleep"}),
    }


def test_an_endpoint_without_hours_gets_no_orders():
    """It always exists."""
    assert opening_hours(None) == {}


def test_orders_are_given_on_time_and_again(build):
    """No flexible window; an hour of tries, as the machine is idempotent and there is no dead-letter queue."""
    args = {
        "group_name": "dev-digits-resize",
        "machine_arn": MACHINE,
        "role_arn": ROLE,
        "orders": opening_hours(HoursSpec(at="weekdays 07-20", timezone="Europe/Berlin")),
    }
    made = build(lambda: ClockOrders("clock", args)).one("Schedule", "clock-wake")
    assert made == {
        "name": "wake",
        "groupName": "dev-digits-resize",
        "scheduleExpression": "cron(0 7 ? * MON-FRI *)",
        "scheduleExpressionTimezone": "Europe/Berlin",
        "flexibleTimeWindow": {"mode": "OFF"},
        "target": {
            "arn": MACHINE,
            "roleArn": ROLE,
            "input": '{"action": "wake"}',
            "retryPolicy": {"maximumEventAgeInSeconds": 3600, "maximumRetryAttempts": 60},
        },
    }


def test_a_ladder_begins_with_the_thresholds_of_its_size(build):
    """80 % of four cores are 320, 20 % of them 80."""
    found = build(ladder)
    up, down = found.one("MetricAlarm", "ladder-up"), found.one("MetricAlarm", "ladder-down")
    assert (up["threshold"], up["comparisonOperator"]) == (320, "GreaterThanThreshold")
    assert (down["threshold"], down["comparisonOperator"]) == (80, "LessThanThreshold")
    assert (up["evaluationPeriods"], down["evaluationPeriods"]) == (5, 30)


def test_a_rule_tells_the_machine_which_way_and_why(build):
    """It fits one alarm going off, and names the alarm, which the machine asks again after each step."""
    found = build(ladder)
    pattern = json.loads(found.one("EventRule", "ladder-up-rule")["eventPattern"])
    assert pattern["resources"] == ["arn:of:ladder-up"]
    assert pattern["detail"] == {"state": {"value": ["ALARM"]}}
    target = found.one("EventTarget", "ladder-down-target")
    assert (target["arn"], target["roleArn"]) == (MACHINE, ROLE)
    assert json.loads(target["input"]) == {"action": "step", "by": -1, "alarm": "dev-digits-size-down"}


def test_the_machine_puts_the_alarms_as_pulumi_made_them(build):
    """Another period or statistic would be drift that nobody meant."""
    made = build(ladder).one("MetricAlarm", "ladder-up")
    request = step_alarms(LADDER, SIZES, "dev-digits", DIMENSIONS)[0].request
    fields = {f"{key[0].lower()}{key[1:]}": value for key, value in request.items()}
    same = {"metricName", "namespace", "statistic", "comparisonOperator", "period", "evaluationPeriods"}
    assert {key: made[key] for key in same} == {key: fields[key] for key in same}
    assert (made["name"], made["treatMissingData"]) == (fields["alarmName"], fields["treatMissingData"])
    assert made["alarmDescription"] == fields["alarmDescription"]
    assert made["dimensions"] == {each["Name"]: each["Value"] for each in fields["dimensions"]}


def test_a_ladder_never_steps_off_its_ends():
    """At the largest size nothing is high enough, at the smallest nothing low enough."""
    up, down = step_alarms(LADDER, SIZES, "dev-digits", DIMENSIONS)
    assert list(up.thresholds) == [160, 320, NEVER]
    assert list(down.thresholds) == [-NEVER, 80, 160]


@pytest.mark.parametrize("group", ["dev-digits-resize", None])
def test_every_order_that_comes_to_nothing_is_said(build, group):
    """Executions that failed, hung or were stopped, and firings that Scheduler dropped where there is a clock."""
    args = {
        "machine_arn": MACHINE,
        "group_name": group,
        "endpoint_name": "dev-digits",
        "topic_arn": "arn:topic",
        "runbook": "https://runbooks.example.com",
    }
    alarm = build(lambda: MachineAlarm("alarm", args)).one("MetricAlarm")
    metrics = [each["metric"]["metricName"] for each in alarm["metricQueries"] if "metric" in each]
    dropped = ["InvocationDroppedCount"] if group else []
    assert metrics == ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", *dropped]
    assert alarm["alarmActions"] == ["arn:topic"]


@pytest.mark.parametrize(
    ("kind", "metric", "dimensions"),
    [
        (
            EndpointKind.COMPONENTS,
            "NoCapacityInvocationFailures",
            {"InferenceComponentName": "dev-digits-base"},
        ),
        (EndpointKind.ASYNC, "HasBacklogWithoutCapacity", {"EndpointName": "dev-digits"}),
    ],
)
def test_what_sleeps_at_zero_is_woken_by_the_first_request(build, kind, metric, dimensions):
    """One failure is enough, one replica comes, and target tracking does the rest."""
    plan = wake_up(kind)
    args = {
        "resource_id": "of:it",
        "dimension": "of:it",
        "dimensions": plan.metric.named("dev-digits", "primary", "dev-digits-base"),
        "alarm_name": "dev-digits-wake-up",
        "spec": plan,
    }
    found = build(lambda: StepScaling("steps", args))
    alarm, policy = found.one("MetricAlarm"), found.one("Policy")
    assert (alarm["metricName"], alarm["dimensions"]) == (metric, dimensions)
    assert (alarm["comparisonOperator"], alarm["threshold"], alarm["evaluationPeriods"]) == (
        "GreaterThanOrEqualToThreshold",
        1,
        1,
    )
    assert alarm["alarmActions"] == ["arn:of:steps"]
    assert policy["stepScalingPolicyConfiguration"] == {
        "adjustmentType": "ChangeInCapacity",
        "cooldown": 60,
        "metricAggregationType": "Maximum",
        "stepAdjustments": [{"scalingAdjustment": 1, "metricIntervalLowerBound": "0"}],
    }
