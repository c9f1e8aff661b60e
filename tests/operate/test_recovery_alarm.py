"""Letting alarms speak again that an interrupted update muted."""

from __future__ import annotations

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.alarm import TYPES, unmute
from tests.cloud.embedded import Sandbox, unique


def muted(cloud: Cloud, **fields: object) -> str:
    """A metric alarm that an update muted."""
    name = unique("alarm")
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        MetricName="Invocations",
        Namespace="AWS/SageMaker",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Sum",
        **{"ActionsEnabled": False, **fields},
    )
    return name


def ring(cloud: Cloud, name: str) -> None:
    """What CloudWatch does when a metric crosses its threshold."""
    cloud.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")


def state(cloud: Cloud, name: str) -> tuple[str, bool]:
    """The state of an alarm, and whether it acts."""
    found = cloud.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=list(TYPES))
    [alarm] = found["MetricAlarms"] + found["CompositeAlarms"]
    return alarm["StateValue"], alarm["ActionsEnabled"]


def test_an_alarm_that_went_off_while_muted_is_heard(sandbox: Sandbox, cloud: Cloud) -> None:
    """CloudWatch acts on changes only, so its state changes once more."""
    topic = cloud.client("sns").create_topic(Name=unique("topic"))["TopicArn"]
    name = muted(cloud, AlarmActions=[topic])
    ring(cloud, name)
    done = unmute(cloud, [name])
    left = state(cloud, name)
    ring(cloud, name)
    heard = [each for each in sandbox.control("deliveries") if each["source"].endswith(f":alarm:{name}")]
    assert (left, len(heard)) == (("INSUFFICIENT_DATA", True), 1)
    assert done[-1] == f"in ALARM now, evaluated anew so that they notify: {name}"


def test_a_composite_alarm_is_evaluated_anew_through_its_children(cloud: Cloud) -> None:
    """It only follows them; the child is none that the update muted."""
    child, name = muted(cloud), unique("composite")
    cloud.client("cloudwatch").put_composite_alarm(AlarmName=name, AlarmRule=f'ALARM("{child}")', ActionsEnabled=False)
    ring(cloud, child)
    unmute(cloud, [name])
    assert (state(cloud, name), state(cloud, child)) == (("OK", True), ("INSUFFICIENT_DATA", False))


def test_all_of_many_alarms_are_looked_at(cloud: Cloud) -> None:
    """More alarms than CloudWatch describes unasked; the last of them is in ALARM."""
    names = sorted(muted(cloud) for _ in range(51))
    ring(cloud, names[-1])
    assert unmute(cloud, names)[-1].endswith(names[-1])


def test_quiet_alarms_stay_as_they_are(cloud: Cloud) -> None:
    """Nothing is evaluated anew that is not in ALARM."""
    name = muted(cloud)
    cloud.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="OK", StateReason="test")
    assert (unmute(cloud, [name]), state(cloud, name)) == (["alarms that speak again: 1"], ("OK", True))


def test_an_alarm_that_cannot_be_set_is_said_to_stay_silent(sandbox: Sandbox, cloud: Cloud) -> None:
    """Without cloudwatch:SetAlarmState the rest of the recovery goes on."""
    name = muted(cloud)
    ring(cloud, name)
    fault = {"service": "cloudwatch", "operation": "SetAlarmState", "count": 1, "match": {"AlarmName": name}}
    sandbox.control("faults", {**fault, "error": {"code": "AccessDenied", "message": "not you", "status": 403}})
    assert unmute(cloud, [name])[-1].endswith(f"since SetAlarmState was refused: {name}")
