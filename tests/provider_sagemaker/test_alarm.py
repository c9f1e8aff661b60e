"""Alarms around an update: quiet during it, heard after it."""

from typing import Any

from modelhost.provider.sagemaker import alarm
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import Stage


def notifying(stage: Stage, name: str) -> str:
    """An alarm that writes to a topic."""
    topic = stage.client("sns").create_topic(Name=f"{stage.name}-{name}")["TopicArn"]
    full = stage.alarm(name)
    found = stage.client("cloudwatch").describe_alarms(AlarmNames=[full])["MetricAlarms"][0]
    kept = ("Namespace", "MetricName", "Statistic", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator")
    stage.client("cloudwatch").put_metric_alarm(
        AlarmName=full, AlarmActions=[topic], **{key: found[key] for key in kept}
    )
    return full


def composite(stage: Stage, name: str, rule: str, **fields: Any) -> str:
    """A composite alarm."""
    full = f"{stage.name}-{name}"
    stage.client("cloudwatch").put_composite_alarm(AlarmName=full, AlarmRule=rule, **fields)
    return full


def ring(stage: Stage, name: str) -> None:
    """What CloudWatch does when a metric crosses its threshold."""
    stage.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")


def states(stage: Stage, *names: str) -> list[str]:
    """The state of each alarm."""
    found = stage.client("cloudwatch").describe_alarms(AlarmNames=list(names), AlarmTypes=list(alarm.TYPES))
    all_found = {each["AlarmName"]: each["StateValue"] for each in found["MetricAlarms"] + found["CompositeAlarms"]}
    return [all_found[name] for name in names]


def heard(embedded_aws: EmbeddedAws, name: str) -> int:
    """How often an alarm notified."""
    return sum(each["source"].endswith(f":alarm:{name}") for each in embedded_aws.control("GET", "deliveries"))


def test_an_alarm_that_went_off_while_muted_is_heard(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Its state changes once more after the update, because CloudWatch acts on changes only."""
    name = notifying(stage, "p99")
    alarm.mute(stage.context(), [name])
    ring(stage, name)
    alarm.unmute(stage.context(), [name])
    silent, state = heard(embedded_aws, name), states(stage, name)
    ring(stage, name)
    assert (silent, state, heard(embedded_aws, name)) == (0, ["INSUFFICIENT_DATA"], 1)


def test_alarms_in_alarm_after_an_update_are_named(stage: Stage) -> None:
    """A new model that does badly is not shipped in silence."""
    bad, good = stage.alarm("bad"), stage.alarm("good")
    state = stage.endpoint(stage.configuration(), alarmNames=[bad, good])
    ring(stage, bad)
    stage.update(state, endpointConfigName=stage.configuration().id)
    assert any(line.startswith(f"warning: in ALARM after the update: {bad};") for line in stage.logged)


def test_a_composite_alarm_is_evaluated_anew_through_its_children(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Its own state cannot be set to last; the children that nobody muted are set, also two levels below."""
    one, two = stage.alarm("one"), stage.alarm("two")
    arn = stage.client("cloudwatch").describe_alarms(AlarmNames=[two])["MetricAlarms"][0]["AlarmArn"]
    inner = composite(stage, "inner", f'ALARM("{one}") AND ALARM({arn})')
    outer = composite(stage, "outer", f"ALARM({inner}) AND NOT OK({one})")
    alarm.mute(stage.context(), [outer])
    ring(stage, one)
    ring(stage, two)
    before = states(stage, outer)
    alarm.unmute(stage.context(), [outer])
    calls = [call["params"]["AlarmName"] for call in embedded_aws.calls("SetAlarmState", "cloudwatch")]
    assert (before, states(stage, outer, inner, one, two)) == (
        ["ALARM"],
        ["OK", "OK", "INSUFFICIENT_DATA", "INSUFFICIENT_DATA"],
    )
    assert [name for name in calls if name.startswith(stage.name)] == [one, two, one, two]


def test_an_alarm_that_cannot_be_set_is_said_to_stay_silent(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A deployer without cloudwatch:SetAlarmState may still update."""
    name = stage.alarm()
    ring(stage, name)
    denied = {"code": "AccessDenied", "message": "not you", "status": 403}
    embedded_aws.fault("SetAlarmState", "cloudwatch", count=1, error=denied)
    alarm.unmute(stage.context(), [name])
    assert stage.logged[-1] == (
        f"warning: alarm {name} stays in ALARM without notifying anybody: SetAlarmState: AccessDenied: not you"
    )


def test_all_of_many_alarms_are_muted(stage: Stage) -> None:
    """More alarms than CloudWatch describes unasked, the composite ones among them."""
    names = [stage.alarm(f"a{number:02}") for number in range(51)]
    names.append(composite(stage, "z", f"ALARM({names[0]})"))
    assert alarm.speaking(stage.context(), names) == tuple(sorted(names))
