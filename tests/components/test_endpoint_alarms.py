"""Alarms say what is wrong, to whom, and where to read on."""

import re
from pathlib import Path

import pulumi_aws as aws
import pytest

from components.endpoint_alarms import EndpointAlarms
from modelhost.spec.alarm import AlarmSpec, SloSpec
from modelhost.spec.kind import EndpointKind

RUNBOOK = Path(__file__).parents[2] / "docs" / "runbook.md"


def alarms(machine="ml.g6.xlarge", slo=True, kind="realtime", guarded=False, challengers=(), sleeps=False, **spec):
    """Return the alarms of an endpoint with defaults to override."""
    return EndpointAlarms(
        "digits",
        {
            "endpoint_name": "dev-digits",
            "variant_name": "primary",
            "machine": machine,
            "kind": EndpointKind(kind),
            "component_name": "dev-digits-base" if kind == "components" else None,
            "guarded": guarded,
            "challengers": challengers,
            "sleeps": sleeps,
            "spec": AlarmSpec(**spec),
            "slo": SloSpec(p99_ms=300) if slo else None,
            "topic_arn": "arn:topic",
        },
    )


def test_every_alarm_notifies_the_topic_but_the_windows_of_a_composite(build):
    """A burn window by itself would notify for noise; the composite of both notifies."""
    found = build(alarms)
    silent = [each.name for each in found.of("MetricAlarm") if not each.inputs.get("alarmActions")]
    assert silent == [
        "digits-burn-page-1h",
        "digits-burn-page-5m",
        "digits-burn-ticket-30m",
        "digits-burn-ticket-6h",
    ]
    for each in found.of("CompositeAlarm"):
        assert each.inputs["alarmActions"] == each.inputs["okActions"] == ["arn:topic"]


def test_alarms_look_at_the_endpoints_variant(build):
    """Both dimensions are needed: a metric under other dimensions is another, empty one."""
    found = build(alarms).of("MetricAlarm")
    whole = {"EndpointName": "dev-digits", "VariantName": "primary"}
    for each in found:
        queries = [query["metric"] for query in each.inputs.get("metricQueries", []) if "metric" in query]
        assert [query["dimensions"] for query in queries or [each.inputs]] == [whole] * len(queries or [each])


@pytest.mark.parametrize(
    ("kind", "alarm", "place"),
    [
        ("async", "backlog-age", {"EndpointName": "dev-digits"}),
        ("components", "gpu", {"InferenceComponentName": "dev-digits-base"}),
    ],
)
def test_a_kind_is_measured_where_it_publishes(build, kind, alarm, place):
    """A queue belongs to the endpoint as a whole, copies to the component."""
    found = build(lambda: alarms(kind=kind))
    assert found.one("MetricAlarm", f"digits-{alarm}")["dimensions"] == place


@pytest.mark.parametrize(("sleeps", "left"), [(True, ["actionsEnabled"]), (False, None)])
def test_the_clock_mutes_the_alarms_of_an_endpoint_that_sleeps(build, monkeypatch, sleeps, left):
    """A refresh at night finds them muted, and the next up leaves them so; by day nothing is left alone."""
    seen = []

    def spy(resource, *args, opts, **words):
        seen.append(opts.ignore_changes)
        return made(resource, *args, opts=opts, **words)

    made = aws.cloudwatch.MetricAlarm.__init__
    monkeypatch.setattr(aws.cloudwatch.MetricAlarm, "__init__", spy)
    build(lambda: alarms(sleeps=sleeps))
    assert set(map(str, seen)) == {str(left)}


def test_a_challenger_has_an_alarm_of_its_own(build):
    """Its errors are not the primary variant's, and it rolls nothing back."""
    found = build(lambda: alarms(challengers=["wide"]))
    made = found.one("MetricAlarm", "digits-errors-5xx-wide")
    places = [each["metric"]["dimensions"] for each in made["metricQueries"] if "metric" in each]
    assert places == [{"EndpointName": "dev-digits", "VariantName": "wide"}] * 2
    assert made["alarmDescription"].endswith("#errors-5xx")


def test_the_alarms_that_guard_a_rollout_are_named(build):
    """The endpoint hands them to SageMaker; like every other alarm they reach people too."""
    found = build(lambda: alarms(guarded=True).guarding_alarm_names)
    assert found.value == ["dev-digits-latency-p99", "dev-digits-errors-5xx", "dev-digits-rollout-errors"]
    assert found.one("MetricAlarm", "digits-rollout-errors")["alarmActions"] == ["arn:topic"]


def test_an_expression_returns_one_result(build):
    """CloudWatch refuses an alarm whose queries return several, or none."""
    for each in build(alarms).of("MetricAlarm"):
        if queries := each.inputs.get("metricQueries"):
            returned = [query["id"] for query in queries if query["returnData"]]
            band = each.inputs.get("thresholdMetricId")
            assert returned == (["result", "requests"] if band else ["result"])


def test_a_band_compares_with_the_expression_instead_of_a_number(build):
    """An anomaly alarm names its band and has no threshold of its own."""
    alarm = build(alarms).one("MetricAlarm", "digits-invocations-unusual")
    assert alarm["thresholdMetricId"] == "result"
    assert "threshold" not in alarm


def test_a_single_metric_needs_no_expression(build):
    """CPU is one metric with its statistic and period."""
    alarm = build(lambda: alarms("ml.m7i.large")).one("MetricAlarm", "digits-cpu")
    assert (alarm["namespace"], alarm["metricName"]) == ("/aws/sagemaker/Endpoints", "CPUUtilization")
    assert (alarm["statistic"], alarm["period"], alarm["threshold"]) == ("Average", 300, 180)
    assert (alarm["evaluationPeriods"], alarm["datapointsToAlarm"]) == (3, 3)


def test_missing_data_is_always_chosen(build):
    """CloudWatch's own default is never relied on."""
    assert all(each.inputs["treatMissingData"] for each in build(alarms).of("MetricAlarm"))


def test_a_composite_names_its_alarms(build):
    """The rule is true when both windows burn."""
    rule = build(alarms).one("CompositeAlarm", "digits-burn-page")["alarmRule"]
    assert rule == 'ALARM("dev-digits-burn-page-1h") AND ALARM("dev-digits-burn-page-5m")'


def test_names_start_with_the_endpoints(build):
    """The guarded update finds the alarms of an endpoint by name, and so do people."""
    found = build(lambda: alarms().alarm_names)
    assert {name.removeprefix("dev-digits-") for name in found.value} == {
        "burn-page",
        "burn-ticket",
        "cpu",
        "disk",
        "errors-4xx",
        "errors-5xx",
        "gpu",
        "gpu-memory",
        "invocations-unusual",
        "latency-p99",
        "memory",
    }


@pytest.mark.parametrize(
    ("runbook_url", "start"), [(None, "docs/runbook.md#"), ("https://wiki.example/mh", "https://wiki.example/mh#")]
)
def test_each_description_ends_with_its_place_in_the_runbook(build, runbook_url, start):
    """Who is woken at night finds the next step at the end of the message."""
    found = build(lambda: alarms(runbook_url=runbook_url))
    for each in found.of("MetricAlarm") + found.of("CompositeAlarm"):
        assert re.search(rf"Runbook: {re.escape(start)}\S+$", each.inputs["alarmDescription"])
        assert each.inputs["alarmDescription"].rpartition("#")[2] in each.name


def test_the_runbook_has_a_place_for_each_alarm(build):
    """No link of a description leads nowhere, whatever the kind; and no place of the runbook is forgotten."""
    places = set(re.findall(r"^### (\S+)$", RUNBOOK.read_text(), re.MULTILINE))
    found = [build(lambda kind=kind: alarms(quiet_minutes=30, guarded=True, kind=kind)) for kind in EndpointKind]
    everything = [each for one in found for each in one.of("MetricAlarm") + one.of("CompositeAlarm")]
    assert {each.inputs["alarmDescription"].rpartition("#")[2] for each in everything} == places
