"""Thresholds are in CloudWatch's own units, scaled by what the machine has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.alarm import INSTANCES, REQUESTS, Missing
from components.alarm_plan import Watched
from components.burn_rate import BURNS, HIGHEST_RATE, burn_alarms
from components.kind.table import SHAPES
from modelhost.catalog.machine import machine, machines
from modelhost.spec.alarm import AlarmSpec, SloSpec
from modelhost.spec.kind import EndpointKind

CPU, GPU, GPUS = "ml.m7i.large", "ml.g6.xlarge", "ml.g6.12xlarge"
SLO = SloSpec(p99_ms=300, error_rate=0.001)


def plan(machine_name=GPU, slo=SLO, **thresholds):
    """Return the alarms of a plan by the last part of their names."""
    made = SHAPES[EndpointKind.REALTIME].alarms(Watched(machine(machine_name), AlarmSpec(**thresholds), slo))
    return {each.what: each for each in (*made.alarms, *made.composites)}


def test_latency_is_in_microseconds():
    """300 ms are 300,000 in the unit of ModelLatency; the time around the model counts too."""
    alarm = plan()["latency-p99"]
    assert alarm.threshold == 300_000
    assert alarm.expression == "model + overhead"
    assert [(each.name, each.statistic, each.namespace) for each in alarm.metrics.values()] == [
        ("ModelLatency", "p99", REQUESTS),
        ("OverheadLatency", "p99", REQUESTS),
    ]


@pytest.mark.parametrize(
    ("machine_name", "what", "threshold"),
    [
        (CPU, "cpu", 0.9 * 2 * 100),
        (GPUS, "cpu", 0.9 * 48 * 100),
        (GPU, "gpu", 0.95 * 1 * 100),
        (GPUS, "gpu", 0.95 * 4 * 100),
        (GPUS, "gpu-memory", 0.95 * 4 * 100),
        (GPUS, "memory", 0.9 * 100),
        (GPUS, "disk", 0.85 * 100),
    ],
)
def test_utilisation_sums_over_cores_and_gpus(machine_name, what, threshold):
    """CPU, GPU and GPU memory reach 100 % per core or GPU; memory and disk 100 % in all."""
    alarm = plan(machine_name)[what]
    assert alarm.threshold == pytest.approx(threshold)
    assert {each.namespace for each in alarm.metrics.values()} == {INSTANCES}


def test_the_metrics_of_utilisation_are_those_of_sagemaker():
    """A misspelt metric has no data, and an alarm without data is silent."""
    names = {
        what: next(iter(plan()[what].metrics.values())).name for what in ("cpu", "memory", "disk", "gpu", "gpu-memory")
    }
    assert names == {
        "cpu": "CPUUtilization",
        "memory": "MemoryUtilization",
        "disk": "DiskUtilization",
        "gpu": "GPUUtilization",
        "gpu-memory": "GPUMemoryUtilization",
    }


@given(name=st.sampled_from(machines()))
def test_only_machines_with_gpus_have_gpu_alarms(name):
    """A metric that never comes would leave an alarm without data for ever."""
    assert ("gpu" in plan(name)) is ("gpu-memory" in plan(name)) is machine(name).gpu


@given(name=st.sampled_from(machines()))
def test_no_threshold_is_out_of_reach(name):
    """Every utilisation threshold lies below what the machine can report."""
    kind = machine(name)
    most = {"cpu": kind.vcpus, "gpu": kind.accelerator_count, "gpu-memory": kind.accelerator_count}
    for what, alarm in plan(name, slo=None, invocations_band=None).items():
        if not what.startswith("errors"):
            assert 0 < alarm.threshold < most.get(what, 1) * 100


def test_error_rates_are_fractions_of_requests():
    """Errors over requests, and nothing when there were too few of them to tell."""
    alarms = plan(server_error_rate=0.02, client_error_rate=0.1)
    assert (alarms["errors-5xx"].threshold, alarms["errors-4xx"].threshold) == (0.02, 0.1)
    assert alarms["errors-5xx"].expression == "IF(requests >= 10, errors / requests, 0)"
    assert alarms["errors-5xx"].metrics["errors"].name == "Invocation5XXErrors"
    assert alarms["errors-4xx"].metrics["errors"].name == "Invocation4XXErrors"
    assert {each.statistic for each in alarms["errors-5xx"].metrics.values()} == {"Sum"}


def test_unusual_traffic_is_a_band_around_the_requests():
    """Too many and too few both count; the width is that of the stack file."""
    alarm = plan(invocations_band=2.5)["invocations-unusual"]
    assert (alarm.expression, alarm.threshold) == ("ANOMALY_DETECTION_BAND(requests, 2.5)", None)
    assert alarm.comparison == "LessThanLowerOrGreaterThanUpperThreshold"


def test_absent_traffic_alarms_only_when_asked_for():
    """Without requests the metric is missing, so the alarm must read missing as breaching."""
    assert "invocations-none" not in plan()
    alarm = plan(quiet_minutes=30)["invocations-none"]
    assert (alarm.missing, alarm.periods, alarm.breaching_periods) == (Missing.BREACHING, 30, 30)


@pytest.mark.parametrize(
    ("what", "missing"),
    [
        ("latency-p99", Missing.NOT_BREACHING),
        ("errors-5xx", Missing.NOT_BREACHING),
        ("errors-4xx", Missing.NOT_BREACHING),
        ("invocations-unusual", Missing.NOT_BREACHING),
        ("burn-page-1h", Missing.NOT_BREACHING),
        ("cpu", Missing.MISSING),
        ("gpu-memory", Missing.MISSING),
    ],
)
def test_missing_data_is_read_on_purpose(what, missing):
    """No request is no failure; an instance that does not report is neither idle nor full."""
    assert plan()[what].missing is missing


def test_without_a_promise_there_is_nothing_to_break():
    """Latency and burn alarms need an SLO."""
    assert not [what for what in plan(slo=None) if what.startswith(("latency", "burn"))]


@pytest.mark.parametrize(
    ("what", "threshold", "period_seconds"),
    [
        ("burn-page-1h", 0.0144, 3600),
        ("burn-page-5m", 0.0144, 300),
        ("burn-ticket-6h", 0.006, 21600),
        ("burn-ticket-30m", 0.006, 1800),
    ],
)
def test_burn_windows_multiply_the_promised_rate(what, threshold, period_seconds):
    """14.4 times the promised error rate pages, 6 times opens a ticket, each over its window."""
    alarm = plan()[what]
    assert alarm.threshold == pytest.approx(threshold)
    assert (alarm.period_seconds, alarm.quiet) == (period_seconds, True)


def test_only_both_windows_together_notify():
    """The long window shows that it matters, the short one that it still lasts."""
    assert plan()["burn-page"].of == ("burn-page-1h", "burn-page-5m")
    assert plan()["burn-ticket"].of == ("burn-ticket-6h", "burn-ticket-30m")


@given(error_rate=st.floats(1e-6, 0.99))
def test_a_generous_budget_still_alarms_when_nearly_all_fails(error_rate):
    """No burn threshold lies above what a rate can reach."""
    windows, _ = burn_alarms(error_rate)
    assert all(0 < each.threshold <= HIGHEST_RATE for each in windows)


def test_each_burn_uses_a_stated_share_of_the_month():
    """The factors are those that use 2 % of a month's budget in the first window and 5 % in the second."""
    hours_per_month = 30 * 24
    shares = [burn.factor * burn.long_seconds / 3600 / hours_per_month for burn in BURNS]
    assert shares == pytest.approx([0.02, 0.05])
