"""Each strategy adds its own parts to an endpoint, on every kind, and takes them away without a trace."""

import json

import pytest

from infra.scaling import STRATEGIES
from modelhost.spec.strategy import Auto, Horizontal, Vertical
from tests.infra.conftest import digits, scaling

SIZES = ["ml.m7i.large", "ml.m7i.2xlarge"]
DAY = [{"at": "weekdays 08:00", "size": "ml.m7i.2xlarge"}, {"at": "weekdays 20:00", "size": "ml.m7i.large"}]
LADDER = {"metric": "cpu", "up_above": 0.8, "down_below": 0.2}
TARGET, MACHINE = "aws:appautoscaling/target:Target", "aws:sfn/stateMachine:StateMachine"


def vertical(**changes):
    """Return endpoints with one on a ladder."""
    block = {"strategy": "vertical", "replicas": {"count": 3}, "sizes": SIZES, "schedule": [], "target": None}
    return digits(scaling={key: value for key, value in {**block, **changes}.items() if value is not None})


def components(**changes):
    """Return endpoints with one that serves from an inference component, and may sleep."""
    block = {"strategy": "auto", "replicas": {"count": 1, "min": 0, "max": 2}, **changes}
    return digits(kind="components", scaling=block, slo=None)


def without_none(endpoints):
    """Leave out what is None."""
    return {key: {k: v for k, v in block.items() if v is not None} for key, block in endpoints.items()}


def orders(found):
    """Return what the clock tells the machine, by the name of the schedule."""
    return {each.inputs["name"]: json.loads(each.inputs["target"]["input"]) for each in found.of("Schedule")}


@pytest.mark.parametrize("strategy", ["horizontal", "vertical", "auto"])
def test_no_machine_stands_where_nobody_gives_it_orders(run, strategy):
    """A chosen size and demand for replicas need none."""
    found = run(endpoints=scaling(strategy=strategy))
    assert found.of(MACHINE) + found.of("Schedule") + found.of("EventRule") == []


def test_a_size_by_the_clock_is_an_order_to_the_machine(run):
    """One schedule for each entry, in a group of the endpoint's own; replicas stay Pulumi's."""
    found = run(endpoints=vertical(schedule=DAY))
    assert orders(found) == {
        "size-weekdays-08-00": {"action": "resize", "size": "ml.m7i.2xlarge"},
        "size-weekdays-20-00": {"action": "resize", "size": "ml.m7i.large"},
    }
    assert found.one("ScheduleGroup")["name"] == "dev-digits-resize"
    assert found.of(TARGET) + found.of("EventRule") == []


def test_a_count_beside_a_size_goes_its_own_way(run):
    """Application Auto Scaling moves the one, the machine the other."""
    day = [{**DAY[0], "count": 4}, {**DAY[1], "count": 3}]
    found = run(endpoints=vertical(schedule=day))
    assert len(found.of("ScheduledAction")) == len(found.of("Schedule")) == 2


def test_the_machine_knows_one_configuration_for_each_size(run):
    """They are the endpoint's own, smallest first."""
    found = run(endpoints=vertical(schedule=DAY))
    ladder = json.loads(found.one(MACHINE)["definition"])["States"]["Read the ladder"]["Result"]
    assert ladder["sizes"] == SIZES
    assert len(set(ladder["configurations"])) == 2


def test_demand_moves_an_endpoint_along_its_ladder(run):
    """Two alarms, two rules that tell the machine, and no clock."""
    found = run(endpoints=vertical(ladder=LADDER))
    assert [each.inputs["name"] for each in found.of("MetricAlarm") if "-size-" in each.inputs["name"]] == [
        "dev-digits-size-down",
        "dev-digits-size-up",
    ]
    assert [json.loads(each.inputs["input"])["by"] for each in found.of("EventTarget")] == [-1, 1]
    assert found.of("Schedule") == []


@pytest.mark.parametrize("strategy", ["horizontal", "vertical"])
def test_hours_are_two_orders_with_every_fixed_count(run, strategy):
    """The machine that obeys them may delete the endpoint; its alarms are muted meanwhile."""
    found = run(endpoints=scaling(strategy=strategy, schedule=[], hours="weekdays 07-20"))
    assert orders(found) == {"wake": {"action": "wake"}, "sleep": {"action": "sleep"}}
    policy = json.loads(found.one("RolePolicy", "dev-digits-resize-policy")["policy"])
    assert "SleepAndWake" in {each["Sid"] for each in policy["Statement"]}


def test_who_gives_orders_may_do_nothing_else(run):
    """Scheduler and the rule each have a role that starts this one machine."""
    found = run(endpoints=vertical(schedule=DAY, ladder=LADDER))
    for word in ("clock", "ladder"):
        policy = json.loads(found.one("RolePolicy", f"dev-digits-resize-{word}-role")["policy"])
        assert [each["Action"] for each in policy["Statement"]] == [["states:StartExecution"]]
        assert [each["Resource"] for each in policy["Statement"]] == [["arn:of:dev-digits-resize"]]


def test_an_order_that_comes_to_nothing_reaches_people(run):
    """The alarm goes to the environment's topic."""
    found = run(endpoints=vertical(schedule=DAY))
    alarm = found.one("MetricAlarm", "dev-digits-resize-alarm")
    assert alarm["alarmActions"] == found.one("MetricAlarm", "dev-digits-alarms-cpu")["alarmActions"]


def test_several_loads_are_several_policies(run):
    """Each has its name, so that one may go without the others."""
    targets = [{"metric": "invocations", "value": 600}, {"metric": "cpu", "value": 0.6}]
    found = run(endpoints=scaling(schedule=[], targets=targets))
    assert [each.name for each in found.of("aws:appautoscaling/policy:Policy")] == [
        "dev-digits-tracking-concurrency",
        "dev-digits-tracking-cpu",
        "dev-digits-tracking-invocations",
    ]


def test_a_queue_is_divided_by_the_instances(run):
    """Metric math: messages, by the samples of a minute, which are as many as instances run."""
    target = {"metric": "queue-depth", "queue": "jobs", "value": 30}
    found = run(endpoints=scaling(schedule=[], target=target))
    policy = found.one("aws:appautoscaling/policy:Policy", "dev-digits-tracking-queue-depth-jobs")
    followed = policy["targetTrackingScalingPolicyConfiguration"]
    variant = [{"name": "EndpointName", "value": "dev-digits"}, {"name": "VariantName", "value": "primary"}]
    whole = {
        "namespace": "AWS/SQS",
        "metricName": "ApproximateNumberOfMessagesVisible",
        "dimensions": [{"name": "QueueName", "value": "jobs"}],
    }
    parts = {"namespace": "/aws/sagemaker/Endpoints", "metricName": "CPUUtilization", "dimensions": variant}
    assert followed["targetValue"] == 30
    assert followed["customizedMetricSpecification"] == {
        "metrics": [
            {"id": "whole", "metricStat": {"metric": whole, "stat": "Average"}, "returnData": False},
            {"id": "parts", "metricStat": {"metric": parts, "stat": "SampleCount"}, "returnData": False},
            {"id": "share", "expression": "whole / parts", "label": "for each instance", "returnData": True},
        ]
    }


def test_steps_have_a_policy_and_an_alarm(run):
    """The alarm runs the policy; names follow the metric."""
    steps = [{"metric": "cpu", "above": 0.8, "change": [{"add": 1}, {"beyond": 0.1, "add": 2}]}]
    found = run(endpoints=scaling(schedule=[], target=None, steps=steps))
    policy = found.one("aws:appautoscaling/policy:Policy", "dev-digits-steps-cpu-high")
    adjustments = policy["stepScalingPolicyConfiguration"]["stepAdjustments"]
    assert [each["scalingAdjustment"] for each in adjustments] == [1, 2]
    assert found.one("MetricAlarm", "dev-digits-steps-cpu-high-alarm")["threshold"] == 160


def test_the_alarm_of_steps_takes_no_other_alarm_over(run):
    """A policy may be called like an alarm that guards the endpoint."""
    steps = [{"name": "errors-5xx", "metric": "cpu", "above": 0.8, "change": [{"add": 1}]}]
    found = run(endpoints=scaling(schedule=[], steps=steps))
    names = [each.inputs["name"] for each in found.of("MetricAlarm")]
    assert {"dev-digits-errors-5xx", "dev-digits-steps-errors-5xx"} <= set(names)
    assert len(names) == len(set(names))


def test_copies_scale_to_zero_and_are_woken(run):
    """Four pieces: managed instances and the component are hosted; here the target from 0, and what wakes it."""
    found = run(endpoints=without_none(components()))
    target = found.one(TARGET)
    assert (target["scalableDimension"], target["minCapacity"]) == ("sagemaker:inference-component:DesiredCopyCount", 0)
    assert target["resourceId"] == "inference-component/dev-digits-base"
    alarm = found.one("MetricAlarm", "dev-digits-steps-wake-up-alarm")
    assert alarm["dimensions"] == {"InferenceComponentName": "dev-digits-base"}
    assert alarm["name"] == "dev-digits-steps-wake-up"


def test_copies_that_never_sleep_are_not_woken(run):
    """Target tracking is enough above zero."""
    found = run(endpoints=without_none(components(replicas={"count": 1, "min": 1, "max": 2})))
    assert not any("wake-up" in each.name for each in found.resources)


def test_every_strategy_has_its_line_in_the_table():
    """A new one is a file in spec, one in components, and a line here."""
    assert set(STRATEGIES) == {Horizontal, Vertical, Auto}


def test_an_endpoint_with_every_order_adds_a_bounded_number_of_parts(run):
    """Clock, ladder and hours at once: the parts that scaling adds stay bearable for previews."""
    bare = run(endpoints=vertical())
    full = run(endpoints=vertical(schedule=DAY, ladder=LADDER, hours="weekdays 07-21"))
    assert len(full.resources) - len(bare.resources) <= 42


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"schedule": DAY}, {"schedule": [{**DAY[0], "count": 4}, {**DAY[1], "count": 3}]}),
        ({"ladder": LADDER}, {"ladder": {**LADDER, "cooldown_seconds": 1800}}),
        ({"hours": "weekdays 07-20"}, {"hours": "weekdays 07-21"}),
    ],
)
def test_scaling_that_changes_beside_a_machine_waits_for_it(run, before, after):
    """The endpoint itself does not change, so the provider is told by a fingerprint that something beside it does."""
    found = [run(endpoints=vertical(**each)).one("modelhost:index:Endpoint") for each in (before, before, after)]
    first, again, changed = [each["scalingFingerprint"] for each in found]
    assert first == again != changed


@pytest.mark.parametrize("strategy", ["horizontal", "vertical", "auto"])
def test_without_a_machine_there_is_nothing_to_wait_for(run, strategy):
    """Bounds and policies change in place."""
    assert "scalingFingerprint" not in run(endpoints=scaling(strategy=strategy)).one("modelhost:index:Endpoint")
